/**
 * A page of the settings menu, three items at a time (manual 7.6.1–7.6.10). The middle button
 * starts to edit an item; then the outside ones change it and the middle one confirms. The register
 * is written on confirmation only, and not if a bus has changed it in the meantime. A counter is
 * reset if the answer to one more question is yes.
 */
import DigitEditor from "display/digit-editor";
import {
	CONTENT_ROWS,
	OK,
	type Press,
	type Screen,
	STAR,
	writeHints,
	writeMiddle,
} from "display/screen";
import {
	type ChoiceItem,
	type DigitsItem,
	type EditedItem,
	type Item,
	ItemKind,
	type ResetItem,
	type SettingPage,
} from "display/setting-items";
import { writeCtRatio } from "indication/ct-ratio-text";
import { type Label, label } from "indication/label";
import type TextArea from "indication/text-area";
import { Outcome } from "registers/binding";
import type RegisterModel from "registers/model";

/** Columns of a value, and of the word that follows a counter that can be reset. */
const VALUE_COLUMN = 14;
const RESET_COLUMN = 30;

const RESET = label("RESET");
const ASK = label("RESET? ");
const NO_YES = Object.freeze([label("NO"), label("YES")]);
const HIDDEN = label("****");
const LESS = label("< ");
const GREATER = label(" >");
const NOTHING = label("");
const NOT_ALLOWED = label("NOT ALLOWED");
const CHANGED = label("CHANGED ON A BUS");
const DASHES = label("---");

export default class SettingScreen implements Screen {
	private readonly area: TextArea;
	private readonly model: RegisterModel;
	private readonly back: () => void;
	private readonly editor = new DigitEditor();
	private items: readonly Item[] = [];
	/** Place of the item that the star is at. */
	private chosen = 0;
	/** Item that is being edited, its value before, and the place of a choice's present value. */
	private edited: EditedItem | undefined;
	private before = 0;
	private place = 0;
	/** Message that is shown until the next press. */
	private message: Label = NOTHING;

	/** @param back goes back to the menu */
	constructor(area: TextArea, model: RegisterModel, back: () => void) {
		this.area = area;
		this.model = model;
		this.back = back;
	}

	/** Shows a page, with the star at its first item. */
	open({ items }: SettingPage): void {
		this.items = items;
		this.chosen = 0;
		this.edited = undefined;
		this.message = NOTHING;
	}

	leave(): void {
		this.edited = undefined;
	}

	press(press: Press): void {
		if (this.abandonIfChanged()) return;
		if (this.message !== NOTHING) this.message = NOTHING;
		else if (press === "hold") this.back();
		else if (press === "middle") this.confirm();
		else this.step(press === "left" ? -1 : 1);
	}

	draw(): void {
		this.abandonIfChanged();
		if (this.edited) this.drawEdited(this.edited);
		else if (this.message !== NOTHING) {
			this.drawItem(0, this.chosen);
			this.area.text(VALUE_COLUMN, 1, this.message);
		} else this.drawItems();
		const pages = Math.ceil(this.items.length / CONTENT_ROWS);
		writeMiddle(this.area, OK);
		writeHints(this.area, Math.floor(this.chosen / CONTENT_ROWS), pages);
	}

	private confirm(): void {
		const item = this.items[this.chosen];
		if (item.kind === ItemKind.BACK) this.back();
		else if (item.kind === ItemKind.FIXED) this.message = NOT_ALLOWED;
		else if (!this.edited) this.begin(item);
		else if (item.kind === ItemKind.RESET) this.reset(item);
		else if (item.kind === ItemKind.CHOICE) this.write(this.rowOf(item), item.values[this.place]);
		else if (this.editor.next()) this.write(this.rowOf(item), this.editor.value);
	}

	private reset(item: ResetItem): void {
		if (this.place === 1) this.write(this.rowOf(item), 0);
		else this.edited = undefined;
	}

	private begin(item: EditedItem): void {
		const value = this.model.get(this.rowOf(item));
		this.edited = item;
		this.before = value;
		if (item.kind === ItemKind.CHOICE) this.place = Math.max(0, item.values.indexOf(value));
		else if (item.kind === ItemKind.RESET) this.place = 0;
		else if (item.kind === ItemKind.RATIO) this.editor.startRatio(value);
		else if (item.kind === ItemKind.PASSWORD) this.editor.startSecret(item.digits);
		else this.editor.start(value, item.digits);
	}

	/** Changes the item that is being edited, or moves the star, by 1 or −1. */
	private step(step: number): void {
		const item = this.edited;
		if (!item) {
			const count = this.items.length;
			this.chosen = (this.chosen + count + step) % count;
		} else if (item.kind === ItemKind.CHOICE || item.kind === ItemKind.RESET) {
			const count = wordsOf(item).length;
			this.place = (this.place + count + step) % count;
		} else this.editor.turn(step);
	}

	private rowOf({ name }: EditedItem): number {
		return this.model.indexOf(name);
	}

	private write(index: number, value: number): void {
		this.edited = undefined;
		if (this.model.write(index, value) !== Outcome.DONE) this.message = NOT_ALLOWED;
	}

	/** Stops editing if the register has changed in the meantime; returns true if it has. */
	private abandonIfChanged(): boolean {
		const item = this.edited;
		// A counter continues to count.
		if (!item || item.kind === ItemKind.RESET) return false;
		if (this.model.get(this.rowOf(item)) === this.before) return false;
		this.edited = undefined;
		this.message = CHANGED;
		return true;
	}

	/** Writes the three items among which the star is. */
	private drawItems(): void {
		const first = Math.floor(this.chosen / CONTENT_ROWS) * CONTENT_ROWS;
		const end = Math.min(first + CONTENT_ROWS, this.items.length);
		for (let place = first; place < end; place++) this.drawItem(place - first, place);
	}

	private drawItem(row: number, place: number): void {
		const item = this.items[place];
		if (place === this.chosen) this.area.put(0, row, STAR);
		this.area.text(1, row, item.label);
		this.drawValue(row, item);
	}

	/** Writes the present value of an item, if it has one. */
	private drawValue(row: number, item: Item): void {
		const area = this.area;
		if (item.kind === ItemKind.BACK) return;
		if (item.kind === ItemKind.FIXED) area.text(VALUE_COLUMN, row, item.word);
		else if (item.kind === ItemKind.PASSWORD) area.text(VALUE_COLUMN, row, HIDDEN);
		else if (item.kind === ItemKind.RATIO)
			writeCtRatio(area, VALUE_COLUMN, row, this.model.get(this.rowOf(item)));
		else if (item.kind === ItemKind.CHOICE) {
			const place = item.values.indexOf(this.model.get(this.rowOf(item)));
			area.text(VALUE_COLUMN, row, place < 0 ? DASHES : item.words[place]);
		} else this.drawNumber(row, item);
	}

	private drawNumber(row: number, item: DigitsItem | ResetItem): void {
		const area = this.area;
		const value = this.model.get(this.rowOf(item));
		const resettable = item.kind === ItemKind.RESET;
		const width = resettable ? item.width : item.digits;
		const decimals = resettable ? item.decimals : 0;
		const end = area.signed(VALUE_COLUMN, row, width, value, decimals);
		area.text(end + 1, row, item.unit);
		if (resettable && !this.edited) area.text(RESET_COLUMN, row, RESET);
	}

	/** Writes the item that is being edited, alone. */
	private drawEdited(item: EditedItem): void {
		const area = this.area;
		area.put(0, 0, STAR);
		area.text(1, 0, item.label);
		if (item.kind === ItemKind.CHOICE) this.drawChoice(VALUE_COLUMN, 0, item);
		else if (item.kind === ItemKind.RESET) {
			this.drawNumber(0, item);
			this.drawChoice(area.text(VALUE_COLUMN, 1, ASK), 1, item);
		} else this.editor.draw(area, VALUE_COLUMN, 0);
	}

	private drawChoice(start: number, row: number, item: ChoiceItem | ResetItem): void {
		const area = this.area;
		const column = area.text(area.text(start, row, LESS), row, wordsOf(item)[this.place]);
		area.text(column, row, GREATER);
	}
}

/** Words among which the outside buttons choose. */
function wordsOf(item: ChoiceItem | ResetItem): readonly Label[] {
	return item.kind === ItemKind.CHOICE ? item.words : NO_YES;
}
