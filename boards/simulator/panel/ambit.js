/**
 * The meter's panel in Moddable's simulator: plain JavaScript that runs inside mcsim, not in the
 * meter. It exchanges JSON messages with the firmware; `../screen.ts` defines them.
 */
import {
	ButtonsRow,
	ControlsColumn,
	PopupRow,
	SliderRow,
	StatusRow,
	SwitchRow,
} from "ControlsPane";
import { DeviceBehavior, DeviceContainer, DeviceScreen } from "DevicePane";

/** Size of the LCD in pixels and the margin around it; the meter fits in the window of mcsim. */
const LCD = { width: 240, height: 128 };
const MARGIN = 28;

const bodySkin = new Skin({
	fill: "#e8e8e4",
	stroke: "#a0a09c",
	left: 1,
	right: 1,
	top: 1,
	bottom: 1,
});
const lcdFrameSkin = new Skin({ fill: "#30343a" });
const labelStyle = new Style({ font: "semibold", color: "#404040", horizontal: "left" });
const touchStyle = new Style({ font: "semibold", color: "#404040" });

/** Time that the supply lasts after it has failed: the minimum set by src/board.ts. */
const HOLD_UP_MS = 80;

/** Initial values of the sliders. */
const VOLTS = 230;
const AMPS = 1;

const PHASES = ["L1", "L2", "L3"];

/** A lamp that is dark at 0 and lit at 1, and counts its flashes. */
class LampBehavior extends Behavior {
	onCreate(_row, lamp) {
		this.lamp = lamp;
		this.count = 0;
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
			frequency: 50,
			sequence: "123",
			angle: 0,
			voltages: PHASES.map(() => VOLTS),
			currents: PHASES.map(() => AMPS),
		};
		this.inputs = { tariffInput: 0, seal: 0 };
		this.touched = 0;
	}
	/** The firmware has started: sends it all values. */
	onConfigure(container) {
		this.postJSON(container, { mains: this.mains });
		for (const name in this.inputs)
			this.postJSON(container, { input: { name, level: this.inputs[name] } });
		this.postJSON(container, { touched: this.touched });
	}
	onMains(container, data) {
		if (data.of === "angle") {
			this.mains.angle = data.value;
			this.POWER_FACTOR.string = powerFactor(data.value);
		} else if (data.index === undefined) this.mains[data.of] = data.value;
		else this.mains[data.of][data.index] = data.value;
		this.postJSON(container, { mains: this.mains });
	}
	onInput(container, data) {
		const level = data.value ? 1 : 0;
		this.inputs[data.input] = level;
		this.postJSON(container, { input: { name: data.input, level } });
	}
	/** Cuts the supply: the meter runs for its hold-up time, then restarts. */
	onPowerCut(container) {
		this.postJSON(container, { input: { name: "powerFail", level: 1 } });
		container.duration = HOLD_UP_MS;
		container.time = 0;
		container.start();
	}
	onFinished() {
		application.defer("doReloadFile");
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

function powerFactor(angle) {
	const value = Math.cos((angle * Math.PI) / 180);
	if (angle === 0 || Math.abs(angle) === 180) return `${value.toFixed(2)}`;
	return `${value.toFixed(2)} ${angle > 0 ? "inductive" : "capacitive"}`;
}

function mainsSlider(label, of, index, min, max, step, unit, value) {
	return SliderRow({ track: "onMains", label, of, index, min, max, step, unit, value });
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
			...PHASES.map((phase, i) =>
				mainsSlider(`${phase} voltage`, "voltages", i, 0, 480, 1, " V", VOLTS),
			),
			...PHASES.map((phase, i) =>
				mainsSlider(`${phase} current`, "currents", i, 0, 7.4, 0.1, " A", AMPS),
			),
			mainsSlider("Current lags", "angle", undefined, -180, 180, 5, "°", 0),
			StatusRow({
				name: "POWER_FACTOR",
				label: "Power factor",
				items: [{ value: 0, title: "1.00" }],
				value: 0,
			}),
			mainsSlider("Frequency", "frequency", undefined, 45, 65, 0.5, " Hz", 50),
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
			ButtonsRow({ label: "Supply", buttons: [{ event: "onPowerCut", label: "Cut" }] }),
		],
	})),
	DeviceTemplates: {
		0: DeviceContainer.template(($) => ({
			Behavior: MeterBehavior,
			width: LCD.width + 2 * MARGIN,
			height: 340,
			skin: bodySkin,
			contents: [
				Content($, {
					left: MARGIN - 4,
					width: LCD.width + 8,
					top: MARGIN - 4,
					height: LCD.height + 8,
					skin: lcdFrameSkin,
				}),
				Row($, {
					left: MARGIN - 4,
					right: MARGIN - 4,
					top: MARGIN + LCD.height + 14,
					height: 36,
					contents: ["<<", "OK", ">>"].map((label, index) => new TouchPad({ label, index })),
				}),
				Column($, {
					left: MARGIN,
					width: LCD.width,
					top: MARGIN + LCD.height + 60,
					contents: [
						new Lamp({ name: "led", label: "10 000 imp/kWh", dark: "#502020", lit: "#ff3030" }),
						new Lamp({ name: "s0-1", label: "S0 output 1", dark: "#204020", lit: "#30e030" }),
						new Lamp({ name: "s0-2", label: "S0 output 2", dark: "#204020", lit: "#30e030" }),
					],
				}),
				DeviceScreen($, {
					left: MARGIN,
					width: LCD.width,
					top: MARGIN,
					height: LCD.height,
					rotation: 0,
				}),
			],
		})),
	},
};
