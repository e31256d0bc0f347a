/**
 * One page of the settings menu, three items at a time (manual 7.6.1–7.6.10). The middle button begins to set an item;
 * then the outside ones change it and the middle one confirms. Nothing is written before that, and nothing if the
 * register was changed on a bus in the meantime.
 */
import DigitEditor from "display/digit-editor";
import { CONTENT_ROWS, OK, type Press, type Screen, writeHints, writeMiddle } from "display/screen";
import { type Item, ItemKind, type SettingPage } from "display/setting-items";
import { writeCtRatio } from "indication/ct-ratio-text";
import { type Label, label } from "indication/label";
import type TextArea from "indication/text-area";
import { Outcome } from "registers/binding";
import type RegisterModel from "registers/model";

const STAR = 0x2a;

/** Columns of a value, and of the word after a counter that can be reset. */
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
	/** True while it is being set; then its value before, and the place of the chosen value among all. */
	#editing = false;
	#before = 0;
	#place = 0;
	/** Result of the last press, shown until the next one. */
	#message: Label = NOTHING;

	/** @param back called when the page is to be left for the menu */
	constructor(area: TextArea, model: RegisterModel, back: () => void) {
		this.#area = area;
		this.#model = model;
		this.#back = back;
	}

	/** Shows a page, with the star at its first item. */
	open({ items }: SettingPage): void {
		this.#items = items;
		this.#chosen = 0;
		this.#editing = false;
		this.#message = NOTHING;
	}

	leave(): void {
		this.#editing = false;
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
		this.#abandonIfChanged(this.#items[this.#chosen]);
		if (this.#editing || this.#message !== NOTHING) this.#drawEditing(this.#items[this.#chosen]);
		else this.#drawItems();
		const pages = Math.ceil(this.#items.length / CONTENT_ROWS);
		writeMiddle(this.#area, OK);
		writeHints(this.#area, Math.floor(this.#chosen / CONTENT_ROWS), pages);
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
		else if (item.kind === ItemKind.PASSWORD) this.#editor.startSecret(item.digits);
		else this.#editor.start(this.#before, item.digits);
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

	/** Stops setting an item if its register has changed since it was begun; returns true if it has. */
	#abandonIfChanged(item: Item): boolean {
		if (!this.#editing || this.#model.get(item.index) === this.#before) return false;
		this.#editing = false;
		this.#message = CHANGED;
		return true;
	}

	/** Writes the items of the page that the star is on. */
	#drawItems(): void {
		const first = Math.floor(this.#chosen / CONTENT_ROWS) * CONTENT_ROWS;
		const end = Math.min(first + CONTENT_ROWS, this.#items.length);
		for (let place = first; place < end; place++) this.#drawItem(place - first, place);
	}

	#drawItem(row: number, place: number): void {
		const item = this.#items[place];
		if (place === this.#chosen) this.#area.put(0, row, STAR);
		this.#area.text(1, row, item.label);
		this.#drawValue(row, item);
	}

	/** Writes the present value of an item. */
	#drawValue(row: number, item: Item): void {
		const area = this.#area;
		const value = item.index < 0 ? 0 : this.#model.get(item.index);
		if (item.kind === ItemKind.FIXED) area.text(VALUE_COLUMN, row, item.words[0]);
		else if (item.kind === ItemKind.PASSWORD) area.text(VALUE_COLUMN, row, HIDDEN);
		else if (item.kind === ItemKind.CHOICE) {
			const place = item.values.indexOf(value);
			area.text(VALUE_COLUMN, row, place < 0 ? DASHES : item.words[place]);
		} else if (item.kind === ItemKind.RATIO) writeCtRatio(area, VALUE_COLUMN, row, value);
		else if (item.kind !== ItemKind.BACK) this.#drawNumber(row, item, value);
	}

	#drawNumber(row: number, { kind, digits, decimals, unit }: Item, value: number): void {
		const area = this.#area;
		const end = area.zeroPadded(VALUE_COLUMN, row, digits, value, decimals);
		area.text(end + 1, row, unit);
		if (kind === ItemKind.RESET) area.text(RESET_COLUMN, row, RESET);
	}

	/** Writes the item that is being set, alone, or the result of setting it. */
	#drawEditing(item: Item): void {
		const area = this.#area;
		if (!this.#editing) {
			this.#drawItem(0, this.#chosen);
			area.text(VALUE_COLUMN, 1, this.#message);
			return;
		}
		area.put(0, 0, STAR);
		area.text(1, 0, item.label);
		if (item.kind === ItemKind.CHOICE) {
			const column = area.text(area.text(VALUE_COLUMN, 0, LESS), 0, item.words[this.#place]);
			area.text(column, 0, GREATER);
		} else this.#editor.draw(area, VALUE_COLUMN, 0);
	}
}
