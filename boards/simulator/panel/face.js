/** The meter's face: plain JavaScript inside mcsim, like `ambit.js`. */
import { DeviceScreen } from "DevicePane";

/** Size of the LCD in pixels and the margin around it; the meter fits in the window of mcsim. */
const LCD = { width: 240, height: 128 };
const MARGIN = 28;
export const WIDTH = LCD.width + 2 * MARGIN;

/** Height of a row of terminals, and of the lines below it. */
const TERMINALS = 40;
const LCD_TOP = TERMINALS + 40;
const PADS_TOP = LCD_TOP + LCD.height + 12;
const LAMPS_TOP = PADS_TOP + 44;
export const HEIGHT = LAMPS_TOP + 76 + TERMINALS;

const bordered = (fill, stroke) => new Skin({ fill, stroke, left: 1, right: 1, top: 1, bottom: 1 });
export const bodySkin = bordered("#e8e8e4", "#a0a09c");
const coverSkin = bordered("#d4d6d4", "#a0a09c");
const terminalSkin = bordered("#8c9092", "#606466");
const lcdFrameSkin = new Skin({ fill: "#30343a" });
const labelStyle = new Style({ font: "semibold", color: "#404040", horizontal: "left" });
const nameStyle = new Style({ font: "semibold", color: "#24486c", horizontal: "left" });
const plateStyle = new Style({ font: "semibold", color: "#707070", horizontal: "right" });
const touchStyle = new Style({ font: "semibold", color: "#404040" });

/** A lamp that is dark at 0 and lit at 1, and counts its flashes. */
class LampBehavior extends Behavior {
	onCreate(_row, lamp) {
		this.lamp = lamp;
		this.count = 0;
	}
	onDark(row) {
		row.first.state = 0;
	}
	onOutput(row, name, level) {
		if (name !== this.lamp.name) return;
		if (level && row.first.state === 0) this.count++;
		row.first.state = level;
		row.last.string = `${this.lamp.label}: ${this.count}`;
	}
}

const Lamp = Row.template((lamp) => ({
	left: 0,
	right: 0,
	height: 24,
	Behavior: LampBehavior,
	contents: [
		Content(lamp, {
			width: 16,
			height: 16,
			skin: new Skin({ fill: [lamp.dark, lamp.lit] }),
			state: 0,
		}),
		Label(lamp, { left: 8, right: 0, height: 24, style: labelStyle, string: `${lamp.label}: 0` }),
	],
}));

/** A row of terminals under its cover. */
const Terminals = Row.template(({ top, bottom, names }) => ({
	left: 0,
	right: 0,
	top,
	bottom,
	height: TERMINALS,
	skin: coverSkin,
	contents: names.map((string) =>
		Label(string, {
			left: 2,
			right: 2,
			height: TERMINALS - 14,
			skin: terminalSkin,
			style: touchStyle,
			string,
		}),
	),
}));

/** A touch pad below the LCD. */
class TouchBehavior extends Behavior {
	onCreate(_label, pad) {
		this.pad = pad;
	}
	onTouchBegan(label) {
		label.bubble("onTouchPad", { pad: this.pad.index, touched: true });
	}
	onTouchEnded(label) {
		label.bubble("onTouchPad", { pad: this.pad.index, touched: false });
	}
}

const TouchPad = Label.template((pad) => ({
	left: 4,
	right: 4,
	height: 32,
	active: true,
	skin: new Skin({ fill: "#d0d4d8", stroke: "#808488", left: 1, right: 1, top: 1, bottom: 1 }),
	style: touchStyle,
	string: pad.label,
	Behavior: TouchBehavior,
}));

/** Contents of the face of `device`. */
export const faceOf = (device) => [
	new Terminals({ top: 0, names: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"] }),
	Label(device, {
		left: MARGIN,
		top: TERMINALS + 8,
		height: 24,
		style: nameStyle,
		string: "AMBIT  2PU CT",
	}),
	Label(device, {
		right: MARGIN,
		top: TERMINALS + 8,
		height: 24,
		style: plateStyle,
		string: "3×230/400 V  5 A",
	}),
	Content(device, {
		left: MARGIN - 4,
		width: LCD.width + 8,
		top: LCD_TOP - 4,
		height: LCD.height + 8,
		skin: lcdFrameSkin,
	}),
	Row(device, {
		left: MARGIN - 4,
		right: MARGIN - 4,
		top: PADS_TOP,
		height: 36,
		contents: ["<<", "OK", ">>"].map((label, index) => new TouchPad({ label, index })),
	}),
	Column(device, {
		left: MARGIN,
		width: LCD.width,
		top: LAMPS_TOP,
		contents: [
			new Lamp({ name: "led", label: "10 000 imp/kWh", dark: "#502020", lit: "#ff3030" }),
			new Lamp({ name: "s0-1", label: "S0 output 1", dark: "#204020", lit: "#30e030" }),
			new Lamp({ name: "s0-2", label: "S0 output 2", dark: "#204020", lit: "#30e030" }),
		],
	}),
	new Terminals({ bottom: 0, names: ["L1", "L2", "L3", "N"] }),
	DeviceScreen(device, {
		left: MARGIN,
		width: LCD.width,
		top: LCD_TOP,
		height: LCD.height,
		rotation: 0,
	}),
];
