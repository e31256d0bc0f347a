/**
 * The readings as Prometheus reads them (text exposition format 0.0.4), in base units: W, Wh. A
 * register for a phase, two phases or a tariff is a metric of its kind with a label.
 */
import type { Unit } from "registers/quantity";
import type { ReadRegister } from "../registers/table.ts";
import { READ_REGISTERS, type Readings, VALUE_REGISTERS } from "./readings.ts";

/** A meter and what it reads; undefined: it has not answered. */
export interface MeterReadings {
	readonly meter: number;
	readonly serialNumber: number;
	readonly readings: Readings | undefined;
}

/** Units in the names of metrics. */
const UNIT_NAMES: Readonly<Record<Unit, string>> = {
	"": "",
	"%": "percent",
	V: "volts",
	A: "amperes",
	Hz: "hertz",
	"°C": "celsius",
	W: "watts",
	var: "vars",
	VA: "volt_amperes",
	Wh: "watt_hours",
	varh: "var_hours",
	"imp/kWh": "impulses_per_kilowatt_hour",
	min: "minutes",
	s: "seconds",
	ms: "milliseconds",
};

/** A register's metric. */
interface Metric {
	readonly register: ReadRegister;
	readonly name: string;
	readonly labels: Readonly<Record<string, string>>;
	/** Of the metric: its own values only grow, the combined energies' need not. */
	readonly type: "counter" | "gauge";
}

const KIND = /^(.*?)(?:(L[123])(L[123])?|(T[1-4]))?$/;

function metricOf(register: ReadRegister): Metric {
	const [, kind = "", phase, second, tariff] = KIND.exec(register.name) ?? [];
	const { unit } = register;
	const isCounter = /^(forward|reverse|reactiveEnergyQ)/.test(kind) && /h$/.test(unit);
	const words = [
		"ambit",
		kind.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
		// The line voltages are another kind than the phases'.
		second ? "line_to_line" : "",
		UNIT_NAMES[unit],
		isCounter ? "total" : "",
	];
	return {
		register,
		name: words.filter((word) => word !== "").join("_"),
		labels: {
			...(phase && { phase: second ? `${phase}-${second}` : phase }),
			...(tariff && { tariff }),
		},
		type: isCounter ? "counter" : "gauge",
	};
}

/** The place that a title begins with, and the letter after it. */
const PLACE = /^(?:Total|L1(?:-L2)?|T1) (.)/;

/** Measurements, energies, and what tells of the meter's state. */
const METRICS: readonly Metric[] = READ_REGISTERS.filter(
	(register) =>
		VALUE_REGISTERS.includes(register) ||
		register.name === "errorCode" ||
		register.name === "powerDownCounter",
).map(metricOf);

/** The text of `GET /metrics`. */
export function metricsText(meters: readonly MeterReadings[]): string {
	const up = meters.map(
		({ readings, ...meter }) => `ambit_up${labelsOf(meter, {})} ${readings ? 1 : 0}`,
	);
	const head = "# HELP ambit_up 1 if the meter has answered.\n# TYPE ambit_up gauge";
	return `${[head, ...up, ...familiesOf(meters)].join("\n")}\n`;
}

/** Each metric's head once, then its values of every meter. */
function familiesOf(meters: readonly MeterReadings[]): string[] {
	return [...new Set(METRICS.map(({ name }) => name))].flatMap((name) => {
		const family = METRICS.filter((metric) => metric.name === name);
		const [first] = family;
		if (!first) return [];
		const title = first.register.title.replace(PLACE, (_, letter: string) => letter.toUpperCase());
		return [
			`# HELP ${name} ${title}.`,
			`# TYPE ${name} ${first.type}`,
			...meters.flatMap((meter) => family.flatMap((metric) => sample(metric, meter))),
		];
	});
}

function sample({ register, name, labels }: Metric, meter: MeterReadings): string[] {
	const reading = meter.readings?.[register.name];
	return reading === undefined || reading.value === null
		? []
		: [`${name}${labelsOf(meter, labels)} ${reading.value}`];
}

function labelsOf(
	{ meter, serialNumber }: Omit<MeterReadings, "readings">,
	more: Readonly<Record<string, string>>,
): string {
	const serial = `${serialNumber}`.padStart(8, "0");
	const labels = Object.entries({ meter: `${meter}`, serial, ...more });
	return `{${labels.map(([key, value]) => `${key}="${value}"`).join(",")}}`;
}
