/** The settings that survive a power cut, and when they are kept: at every change. */
import type RegisterModel from "registers/model";
import { indexOf, type RegisterName } from "registers/table";
import { EventCode } from "storage/event-log";
import { PAGE_LENGTH, RecordHead } from "storage/format";
import type Keeper from "storage/keeper";
import Timer from "timer";

/** In the order of the settings' record (docs/storage.md): new ones are added at the end. */
const NAMES: readonly RegisterName[] = Object.freeze([
	"modbusId",
	"baudRate",
	"parity",
	"s0Rate",
	"pulseWidth",
	"pulseType",
	"combinationCode",
	"lcdCycleTime",
	"dataType",
	"screenDirection",
	"obisCodes",
	"backlight",
	"wiring",
	"password",
	"broadcast",
	"mbusAddress",
	"mbusBaudRate",
	"mbusIdentification",
	"laterTariffs",
]);

const INDICES: readonly number[] = Object.freeze(NAMES.map(indexOf));

/** Bytes of a value in the record: a float64. */
const VALUE_LENGTH = 8;

/** Offset of the first. */
const VALUES = RecordHead.PAYLOAD;

/** Most that a record can carry. */
export const MOST_SETTINGS = Math.floor((PAGE_LENGTH - VALUES - 4) / VALUE_LENGTH);

/** Milliseconds after which a change is found that nobody has told of. */
const INTERVAL = 1000;

const COMBINATION_CODE = indexOf("combinationCode");
const CT_RATIO = indexOf("ctRatio");
const TARIFF = indexOf("tariff");
const WIRING = indexOf("wiring");
const PASSWORD = indexOf("password");

/** What is logged when a setting changes, and whether with its value. */
const EVENTS: readonly {
	readonly index: number;
	readonly code: EventCode;
	readonly told: boolean;
}[] = Object.freeze([
	Object.freeze({ index: COMBINATION_CODE, code: EventCode.COMBINATION_CODE, told: true }),
	Object.freeze({ index: WIRING, code: EventCode.WIRING, told: true }),
	Object.freeze({ index: PASSWORD, code: EventCode.PASSWORD, told: false }),
]);

export default class StoredSettings {
	readonly #model: RegisterModel;
	readonly #keeper: Keeper;
	/** As they are kept. */
	readonly #kept: number[];
	#tariff: number;

	/** Restores the settings; the owners of their rows must be there. @param ctRatio as the model has it */
	constructor(model: RegisterModel, keeper: Keeper, ctRatio: number) {
		this.#model = model;
		this.#keeper = keeper;
		model.set(CT_RATIO, ctRatio);
		this.#restore();
		this.#kept = INDICES.map((index) => model.get(index));
		this.#tariff = model.get(TARIFF);
		model.onChange([...INDICES, TARIFF], () => this.#look());
		Timer.repeat(() => this.#look(), INTERVAL);
	}

	#restore(): void {
		const { storage } = this.#keeper;
		if (!storage || storage.isNew || !storage.settings.load()) return;
		const { view } = storage.page;
		const count = Math.min(INDICES.length, (storage.page.length - VALUES) / VALUE_LENGTH);
		const write = this.#model.begin();
		for (let i = 0; i < count; i++)
			write.restore(INDICES[i], view.getFloat64(VALUES + VALUE_LENGTH * i));
		write.commit();
	}

	/** Keeps what has changed. */
	#look(): void {
		const model = this.#model;
		const { storage } = this.#keeper;
		if (!storage || this.#keeper.spoilt) return;
		const tariff = model.get(TARIFF);
		const changed = this.#hasChanged();
		if ((!changed && tariff === this.#tariff) || !this.#keeper.spendChange()) return;
		this.#tariff = tariff;
		if (!changed) {
			this.#keeper.save();
			return;
		}
		const { page } = storage;
		page.begin(VALUE_LENGTH * INDICES.length);
		for (let i = 0; i < INDICES.length; i++)
			page.view.setFloat64(VALUES + VALUE_LENGTH * i, model.get(INDICES[i]));
		this.#keeper.keepSettings();
		for (const { index, code, told } of EVENTS)
			if (model.get(index) !== this.#kept[INDICES.indexOf(index)])
				storage.note(code, told ? model.get(index) : 0);
		for (let i = 0; i < INDICES.length; i++) this.#kept[i] = model.get(INDICES[i]);
	}

	#hasChanged(): boolean {
		for (let i = 0; i < INDICES.length; i++)
			if (this.#model.get(INDICES[i]) !== this.#kept[i]) return true;
		return false;
	}
}
