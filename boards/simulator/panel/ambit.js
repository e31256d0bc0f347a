/**
 * The meter's panel in Moddable's simulator: plain JavaScript that runs inside mcsim, not in the
 * meter. It exchanges JSON messages with the firmware; `../screen.ts` defines them.
 */
import { ButtonsRow, ControlsColumn, PopupRow, SliderRow, SwitchRow } from "ControlsPane";
import { DeviceBehavior, DeviceContainer } from "DevicePane";
import { bodySkin, faceOf, HEIGHT, WIDTH } from "./face.js";

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
		slider.next.string = `${value}`;
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
				],
			}),
			ButtonsRow({
				label: "",
				buttons: [
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
			contents: faceOf($),
		})),
	},
};
