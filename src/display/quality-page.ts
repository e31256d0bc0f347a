/** The page of part 3 with power quality: THD of each phase, and the neutral current. */
import { type Label, label } from "indication/label";
import type TextArea from "indication/text-area";
import { CONNECTED, Wiring } from "metrology/load";
import type { QualityName } from "quality/quantities";
import type RegisterModel from "registers/model";
import { PHASES } from "registers/quantity";

/** A row of THD: one value for each phase. */
interface Row {
	readonly label: Label;
	/** The quantity of L1; those of L2 and L3 follow. */
	readonly name: QualityName;
}

const ROWS: readonly Row[] = Object.freeze([
	Object.freeze({ label: label("THD U"), name: "voltageThdL1" }),
	Object.freeze({ label: label("THD I"), name: "currentThdL1" }),
]);
const PHASE_LABELS = Object.freeze(PHASES.map((phase) => label(phase)));
const PERCENT = label("%");

/** Columns of the first phase's label, its value, the unit after the last one, the next phase. */
const PHASE_COLUMN = 7;
const VALUE = 3;
const VALUE_WIDTH = 5;
const TENTHS = 10;
const UNIT = 9;
const PITCH = 11;

const NEUTRAL_ROW = ROWS.length;
const NEUTRAL_LABEL = label("I N");
const AMPERES = label("A");
const NEUTRAL_COLUMN = 4;
const NEUTRAL_WIDTH = 10;
const THOUSANDTHS = 1000;
const NEUTRAL_UNIT = 15;

const HEADING = label("Power quality");

export default class QualityPage {
	/** Text above the middle button. */
	readonly heading = HEADING;
	private readonly area: TextArea;
	private readonly model: RegisterModel<QualityName | "wiring">;
	private readonly wiringRow: number;
	/** Rows of the register model, once the page has been shown. */
	private readonly thd = new Uint16Array(ROWS.length);
	private neutralCurrent = 0;

	constructor(area: TextArea, model: RegisterModel<QualityName | "wiring">) {
		this.area = area;
		this.model = model;
		this.wiringRow = model.indexOf("wiring");
	}

	/** Decides which labels there are. */
	get wiring(): number {
		return this.model.get(this.wiringRow);
	}

	/** Writes the labels and units of the phases that the wiring has. */
	writeLabels(): void {
		const { area, wiring } = this;
		for (let row = 0; row < ROWS.length; row++) {
			area.text(0, row, ROWS[row].label);
			for (let phase = 0; phase < PHASES.length; phase++) {
				if (!CONNECTED[wiring][phase]) continue;
				const column = PHASE_COLUMN + PITCH * phase;
				area.text(column, row, PHASE_LABELS[phase]);
			}
			const last = PHASE_COLUMN + PITCH * CONNECTED[wiring].lastIndexOf(true);
			area.text(last + UNIT, row, PERCENT);
		}
		if (wiring === Wiring.ARON) return;
		area.text(0, NEUTRAL_ROW, NEUTRAL_LABEL);
		area.text(NEUTRAL_UNIT, NEUTRAL_ROW, AMPERES);
	}

	/** Writes the present values; dashes for what cannot be known. */
	writeValues(): void {
		this.lookUp();
		const { area, model, wiring } = this;
		for (let row = 0; row < ROWS.length; row++)
			for (let phase = 0; phase < PHASES.length; phase++) {
				if (!CONNECTED[wiring][phase]) continue;
				const column = PHASE_COLUMN + PITCH * phase + VALUE;
				area.number(column, row, VALUE_WIDTH, TENTHS * model.get(this.thd[row] + phase), 1);
			}
		if (wiring === Wiring.ARON) return;
		const current = THOUSANDTHS * model.get(this.neutralCurrent);
		area.number(NEUTRAL_COLUMN, NEUTRAL_ROW, NEUTRAL_WIDTH, current, 3);
	}

	/** Looks up the quantities when the page is first shown: at the start it would take long. */
	private lookUp(): void {
		if (this.neutralCurrent > 0) return;
		for (let row = 0; row < ROWS.length; row++) this.thd[row] = this.model.indexOf(ROWS[row].name);
		this.neutralCurrent = this.model.indexOf("neutralCurrent");
	}
}
