/**
 * The meter's panel in Moddable's simulator: plain JavaScript that runs inside mcsim, not in the
 * meter. It exchanges JSON messages with the firmware; `../screen.ts` defines them.
 */
import { ButtonsRow, ControlsColumn, PopupRow, SliderRow, SwitchRow } from "ControlsPane";
import { DeviceBehavior, DeviceContainer, DeviceScreen } from "DevicePane";

/** Size of the LCD in pixels and the margin around it; the meter fits in the window of mcsim. */
const LCD = { width: 240, height: 128 };
const MARGIN = 28;
const WIDTH = LCD.width + 2 * MARGIN;

/** Height of a row of terminals, and of the lines below it. */
const TERMINALS = 40;
const LCD_TOP = TERMINALS + 40;
const PADS_TOP = LCD_TOP + LCD.height + 12;
const LAMPS_TOP = PADS_TOP + 44;
const HEIGHT = LAMPS_TOP + 76 + TERMINALS;

const bordered = (fill, stroke) => new Skin({ fill, stroke, left: 1, right: 1, top: 1, bottom: 1 });
const bodySkin = bordered("#e8e8e4", "#a0a09c");
const coverSkin = bordered("#d4d6d4", "#a0a09c");
const terminalSkin = bordered("#8c9092", "#606466");
const lcdFrameSkin = new Skin({ fill: "#30343a" });
const labelStyle = new Style({ font: "semibold", color: "#404040", horizontal: "left" });
const nameStyle = new Style({ font: "semibold", color: "#24486c", horizontal: "left" });
const plateStyle = new Style({ font: "semibold", color: "#707070", horizontal: "right" });
const touchStyle = new Style({ font: "semibold", color: "#404040" });

/** Time that the supply lasts after it has failed: the minimum set by src/board.ts. */
const HOLD_UP_MS = 80;

/** Initial values of the sliders. */
const VOLTS = 230;
const AMPS = 1;

/** Loads of the buttons: amperes, and degrees of lag. */
const LOADS = {
	none: { amps: 0, angle: 0 },
	full: { amps: 5, angle: 0 },
	motor: { amps: 2.5, angle: 60 },
	feedIn: { amps: 5, angle: 180 },
};

const PHASES = ["L1", "L2", "L3"];

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

class MeterBehavior extends DeviceBehavior {
	onCreate(container, device) {
		super.onCreate(container, device);
		this.mains = {
			wiring: "3P4W",
			frequency: 50,
			sequence: "123",
			angles: PHASES.map(() => 0),
			voltages: PHASES.map(() => VOLTS),
			currents: PHASES.map(() => AMPS),
		};
		this.inputs = { tariffInput: 0, seal: 0 };
		this.touched = 0;
		this.powered = true;
	}
	/** The sender of a message to a meter that is off throws. */
	postJSON(container, message) {
		if (this.powered) super.postJSON(container, message);
	}
	/** The firmware has started: sends it all values. */
	onConfigure(container) {
		this.postJSON(container, { mains: this.mains });
		for (const name in this.inputs)
			this.postJSON(container, { input: { name, level: this.inputs[name] } });
		this.postJSON(container, { touched: this.touched });
	}
	onMains(container, data) {
		if (data.index === undefined) this.mains[data.of] = data.value;
		else this.mains[data.of][data.index] = data.value;
		this.postJSON(container, { mains: this.mains });
	}
	/** Sets the sliders of current and lag to a load. */
	onLoad(container, { load }) {
		const { amps, angle } = LOADS[load];
		PHASES.forEach((_phase, index) => {
			this.slide("currents", index, amps);
			this.slide("angles", index, angle);
		});
		this.postJSON(container, { mains: this.mains });
	}
	slide(of, index, value) {
		const slider = this[`${of}${index}`];
		this.mains[of][index] = value;
		slider.behavior.data.value = value;
		slider.behavior.onDataChanged(slider);
	}
	onInput(container, data) {
		const level = data.value ? 1 : 0;
		this.inputs[data.input] = level;
		this.postJSON(container, { input: { name: data.input, level } });
	}
	/** Cuts the supply: the meter runs for its hold-up time, then restarts. */
	onPowerCut(container) {
		this.returns = true;
		this.fail(container);
	}
	/** Switches the supply; a short cut only warns the meter. */
	onPower(container, { value }) {
		if (!value) {
			this.returns = false;
			this.fail(container);
		} else if (container.running) {
			container.stop();
			this.postJSON(container, { input: { name: "powerFail", level: 0 } });
		} else if (!this.powered) {
			this.powered = true;
			application.defer("launchScreen");
		}
	}
	fail(container) {
		if (!this.powered) return;
		this.postJSON(container, { input: { name: "powerFail", level: 1 } });
		container.duration = HOLD_UP_MS;
		container.time = 0;
		container.start();
	}
	onFinished(container) {
		if (this.returns) {
			application.defer("doReloadFile");
			return;
		}
		this.powered = false;
		container.distribute("onDark");
		application.defer("quitScreen");
	}
	onTouchPad(container, { pad, touched }) {
		const bit = 1 << pad;
		this.touched = touched ? this.touched | bit : this.touched & ~bit;
		this.postJSON(container, { touched: this.touched });
	}
	onJSON(container, { output, xsbug }) {
		if (output) container.distribute("onOutput", output.name, output.level);
		if (xsbug === "abort") application.defer("doReloadFile");
	}
}

/** The value's place is narrow, so the unit is in the label. */
function mainsSlider(label, of, index, min, max, step, value) {
	const name = `${of}${index}`;
	return SliderRow({ track: "onMains", name, label, of, index, min, max, step, unit: "", value });
}

function inputSwitch(label, input, on, off) {
	return SwitchRow({ event: "onInput", label, input, on, off, value: false });
}

export default {
	applicationName: "ambit",
	title: "Ambit",
	sortingTitle: "0000",
	Workers: {},
	ControlsTemplate: ControlsColumn.template(() => ({
		contents: [
			ButtonsRow({
				label: "Load",
				buttons: [
					{ event: "onLoad", load: "none", label: "none" },
					{ event: "onLoad", load: "full", label: "5 A" },
					{ event: "onLoad", load: "motor", label: "motor" },
					{ event: "onLoad", load: "feedIn", label: "feed in" },
				],
			}),
			...PHASES.map((phase, i) =>
				mainsSlider(`${phase} voltage, V`, "voltages", i, 0, 480, 1, VOLTS),
			),
			...PHASES.map((phase, i) =>
				mainsSlider(`${phase} current, A`, "currents", i, 0, 7.4, 0.1, AMPS),
			),
			...PHASES.map((phase, i) => mainsSlider(`${phase} lag, °`, "angles", i, -180, 180, 5, 0)),
			mainsSlider("Frequency, Hz", "frequency", undefined, 45, 65, 0.5, 50),
			PopupRow({
				event: "onMains",
				label: "Wiring",
				of: "wiring",
				items: ["3P4W", "3P3W", "2P3W", "1P2W"].map((value) => ({ value, title: value })),
				value: "3P4W",
			}),
			PopupRow({
				event: "onMains",
				label: "Sequence",
				of: "sequence",
				items: [
					{ value: "123", title: "L1 L2 L3" },
					{ value: "132", title: "L1 L3 L2" },
				],
				value: "123",
			}),
			inputSwitch("Tariff input", "tariffInput", "230 V", "0 V"),
			inputSwitch("Seal", "seal", "open", "closed"),
			SwitchRow({ event: "onPower", label: "Supply", on: "on", off: "off", value: true }),
			ButtonsRow({ label: "Short cut", buttons: [{ event: "onPowerCut", label: "Cut" }] }),
		],
	})),
	DeviceTemplates: {
		0: DeviceContainer.template(($) => ({
			Behavior: MeterBehavior,
			width: WIDTH,
			height: HEIGHT,
			skin: bodySkin,
			contents: [
				new Terminals({ top: 0, names: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"] }),
				Label($, {
					left: MARGIN,
					top: TERMINALS + 8,
					height: 24,
					style: nameStyle,
					string: "AMBIT  2PU CT",
				}),
				Label($, {
					right: MARGIN,
					top: TERMINALS + 8,
					height: 24,
					style: plateStyle,
					string: "3×230/400 V  5 A",
				}),
				Content($, {
					left: MARGIN - 4,
					width: LCD.width + 8,
					top: LCD_TOP - 4,
					height: LCD.height + 8,
					skin: lcdFrameSkin,
				}),
				Row($, {
					left: MARGIN - 4,
					right: MARGIN - 4,
					top: PADS_TOP,
					height: 36,
					contents: ["<<", "OK", ">>"].map((label, index) => new TouchPad({ label, index })),
				}),
				Column($, {
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
				DeviceScreen($, {
					left: MARGIN,
					width: LCD.width,
					top: LCD_TOP,
					height: LCD.height,
					rotation: 0,
				}),
			],
		})),
	},
};
