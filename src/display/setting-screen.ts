/**
 * One page of the settings menu, three items at a time (manual 7.6.1–7.6.10). The middle button begins to set an item;
 * then the outside ones change it and the middle one confirms. Nothing is written before that, and nothing if the
 * register was changed on a bus meanwhile.
 */
import DigitEditor from "display/digit-editor";
import { OK } from "display/menu-words";
import { CONTENT_ROWS, type Press, type Screen, writeHints } from "display/screen";
import { type Item, ItemKind, type SettingPage } from "display/setting-items";
import { writeCtRatio } from "indication/ct-ratio-text";
import { type Label, label, lengthOf } from "indication/label";
import type TextArea from "indication/text-area";
import { Outcome } from "registers/binding";
import type RegisterModel from "registers/model";

const STAR = 0x2a;
const SPACE = 0x20;

/** Columns of values and of what a reset shows. */
const VALUE_COLUMN = 14;
const RESET_COLUMN = 30;

const RESET = label("RESET");
const HIDDEN = label("****");
const LESS = label("< ");
const GREATER = label(" >");
const NOTHING = label("");
const NOT_ALLOWED = label("NOT ALLOWED");
const CHANGED = label("CHANGED ON A BUS");
const DASHES = label("---");

export default class SettingScreen implements Screen {
	readonly #area: TextArea;
	readonly #model: RegisterModel;
	readonly #back: () => void;
	readonly #editor = new DigitEditor();
	#items: readonly Item[] = [];
	/** The item that the star is at. */
	#chosen = 0;
	/** Whether it is being set; its value before, and its place among the values to choose from. */
	#editing = false;
	#before = 0;
	#place = 0;
	/** What the last press came to, in words. */
	#message: Label = NOTHING;

	/** @param back called when the page is to be left for the menu */
	constructor(area: TextArea, model: RegisterModel, back: () => void) {
		this.#area = area;
		this.#model = model;
		this.#back = back;
	}

	/** Shows a page from its first item on. */
	open({ items }: SettingPage): void {
		this.#items = items;
		this.#chosen = 0;
		this.#editing = false;
		this.#message = NOTHING;
	}

	leave(): void {
		this.#editing = false;
	}

	expire(): boolean {
		return true;
	}

	press(press: Press): void {
		const item = this.#items[this.#chosen];
		if (this.#abandonIfChanged(item)) return;
		if (this.#message !== NOTHING) this.#message = NOTHING;
		else if (press === "hold") this.#back();
		else if (press === "middle") this.#confirm(item);
		else if (this.#editing) this.#turn(item, press === "left" ? -1 : 1);
		else this.#move(press === "left" ? -1 : 1);
	}

	draw(): void {
		const area = this.#area;
		this.#abandonIfChanged(this.#items[this.#chosen]);
		area.reset();
		if (this.#editing || this.#message !== NOTHING) this.#drawEditing(this.#items[this.#chosen]);
		else {
			const first = Math.floor(this.#chosen / CONTENT_ROWS) * CONTENT_ROWS;
			for (let row = 0; row < CONTENT_ROWS; row++)
				if (first + row < this.#items.length)
					this.#drawItem(row, this.#items[first + row], first + row);
				else area.blank(0, row);
		}
		const pages = Math.ceil(this.#items.length / CONTENT_ROWS);
		writeHints(area, true, OK, Math.floor(this.#chosen / CONTENT_ROWS), pages);
	}

	#move(step: number): void {
		const count = this.#items.length;
		this.#chosen = (this.#chosen + count + step) % count;
	}

	#confirm(item: Item): void {
		if (item.kind === ItemKind.BACK) this.#back();
		else if (item.kind === ItemKind.FIXED) this.#message = NOT_ALLOWED;
		else if (item.kind === ItemKind.RESET) this.#write(item, 0);
		else if (!this.#editing) this.#begin(item);
		else if (item.kind === ItemKind.CHOICE) this.#write(item, item.values[this.#place]);
		else if (this.#editor.next()) this.#write(item, this.#editor.value);
	}

	#begin(item: Item): void {
		this.#before = this.#model.get(item.index);
		this.#editing = true;
		if (item.kind === ItemKind.CHOICE) this.#place = Math.max(0, item.values.indexOf(this.#before));
		else if (item.kind === ItemKind.RATIO) this.#editor.startRatio(this.#before);
		else this.#editor.start(item.kind === ItemKind.PASSWORD ? 0 : this.#before, item.digits);
	}

	#turn(item: Item, step: number): void {
		const count = item.values.length;
		if (item.kind === ItemKind.CHOICE) this.#place = (this.#place + count + step) % count;
		else this.#editor.turn(step);
	}

	#write(item: Item, value: number): void {
		this.#editing = false;
		if (this.#model.writeValue(item.index, value) !== Outcome.DONE) this.#message = NOT_ALLOWED;
	}

	/** Gives up what is being set if the register has another value than when it was begun; whether it has. */
	#abandonIfChanged(item: Item): boolean {
		if (!this.#editing || this.#model.get(item.index) === this.#before) return false;
		this.#editing = false;
		this.#message = CHANGED;
		return true;
	}

	#drawItem(row: number, item: Item, place: number): void {
		const area = this.#area;
		area.put(0, row, place === this.#chosen ? STAR : SPACE);
		area.blank(area.text(1, row, item.label), row, VALUE_COLUMN);
		area.blank(this.#drawValue(row, item), row);
	}

	/** Writes the present value of an item; returns the column behind it. */
	#drawValue(row: number, item: Item): number {
		const area = this.#area;
		if (item.kind === ItemKind.BACK) return VALUE_COLUMN;
		if (item.kind === ItemKind.FIXED) return area.text(VALUE_COLUMN, row, item.words[0]);
		if (item.kind === ItemKind.PASSWORD) return area.text(VALUE_COLUMN, row, HIDDEN);
		const value = this.#model.get(item.index);
		if (item.kind === ItemKind.CHOICE) {
			const place = item.values.indexOf(value);
			return area.text(VALUE_COLUMN, row, place < 0 ? DASHES : item.words[place]);
		}
		if (item.kind === ItemKind.RATIO) return writeCtRatio(area, VALUE_COLUMN, row, value);
		let column = area.number(VALUE_COLUMN, row, item.digits, value, item.decimals, true);
		if (lengthOf(item.unit) > 0)
			column = area.text(area.blank(column, row, column + 1), row, item.unit);
		if (item.kind !== ItemKind.RESET) return column;
		return area.text(area.blank(column, row, RESET_COLUMN), row, RESET);
	}

	/** The item that is being set, alone; or what became of it. */
	#drawEditing(item: Item): void {
		const area = this.#area;
		for (let row = 1; row < CONTENT_ROWS; row++) area.blank(0, row);
		this.#drawItem(0, item, this.#chosen);
		if (!this.#editing) area.text(VALUE_COLUMN, 1, this.#message);
		else if (item.kind === ItemKind.CHOICE) {
			const column = area.text(area.text(VALUE_COLUMN, 0, LESS), 0, item.words[this.#place]);
			area.blank(area.text(column, 0, GREATER), 0);
		} else this.#editor.draw(area, VALUE_COLUMN, 0, item.kind === ItemKind.PASSWORD);
	}
}
