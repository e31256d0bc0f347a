/**
 * JSON schemas of what the routes answer, for the description of the API. A test compares each GET
 * with the answer of a running bench, so that a field more or less in either fails it.
 */
import { HARMONICS } from "quality/results";
import { BAUD_RATES, PARITIES } from "serial/line-settings";
import { BUTTON_NAMES } from "../display/buttons.ts";
import { CT_CLASSES } from "../front-end/current-transformer.ts";
import { MAINS_SCHEMA } from "../mains/schema.ts";
import { DELIVERIES } from "../meter/feed.ts";

const NUMBER = { type: "number" };
const COUNT = { type: "integer", minimum: 0 };
const TEXT = { type: "string" };
const FLAG = { type: "boolean" };

const described = (schema: object, description: string): object => ({ ...schema, description });

const list = (items: object): object => ({ type: "array", items });

const orNull = (schema: object): object => ({ anyOf: [schema, { type: "null" }] });

/**
 * An object that has nothing else.
 * @param optional its properties that may be missing
 */
function object(properties: Readonly<Record<string, object>>, optional: string[] = []): object {
	const required = Object.keys(properties).filter((name) => !optional.includes(name));
	return { type: "object", required, additionalProperties: false, properties };
}

const ENERGIES = {
	forwardActive: described(NUMBER, "Wh"),
	reverseActive: described(NUMBER, "Wh"),
	forwardReactive: described(NUMBER, "varh, while the reactive power is positive"),
	reverseReactive: described(NUMBER, "varh, while the reactive power is negative"),
};

const SIDE = object({
	phases: list(object(ENERGIES)),
	total: object({
		...ENERGIES,
		netForwardActive: described(NUMBER, "Wh, while the sum of the phases is positive"),
		netReverseActive: described(NUMBER, "Wh, while it is negative"),
		netForwardReactive: described(NUMBER, "varh, while the sum of the phases is positive"),
		netReverseReactive: described(NUMBER, "varh, while it is negative"),
	}),
});

const TRUTH = object({
	meterSeconds: NUMBER,
	frequency: described(NUMBER, "Hz"),
	phases: list(
		object({
			voltage: described(NUMBER, "V"),
			current: described(NUMBER, "A"),
			activePower: described(NUMBER, "W, positive: forward"),
			reactivePower: described(NUMBER, "var of the fundamental"),
			apparentPower: described(NUMBER, "VA"),
			powerFactor: NUMBER,
		}),
	),
	lineVoltages: described(list(NUMBER), "V: L1-L2, L1-L3, L2-L3"),
	total: object({
		activePower: described(NUMBER, "W"),
		reactivePower: described(NUMBER, "var"),
		apparentPower: described(NUMBER, "VA"),
	}),
	energy: object({ secondary: SIDE, primary: SIDE }),
});

const READINGS = object(
	{
		serialNumber: COUNT,
		meterSeconds: NUMBER,
		readings: {
			type: "object",
			description: "by the names of the registers, in base units",
			additionalProperties: object({
				value: described(
					{ type: ["number", "string", "null"] },
					'a text: "100/5", "1F"; null: none yet',
				),
				unit: TEXT,
			}),
		},
		harmonics: {
			type: "object",
			description: "with ?harmonics=true: voltageHarmonicsL1, currentHarmonicsL1 and so on",
			additionalProperties: object({
				unit: { type: "string", enum: ["V", "A"] },
				values: described(
					{ ...list({ type: ["number", "null"] }), minItems: HARMONICS, maxItems: HARMONICS },
					"RMS of the orders 1 to 40; null: not known",
				),
			}),
		},
	},
	["harmonics"],
);

const RADIO = object({
	inRange: FLAG,
	advertisement: orNull(
		object({
			name: TEXT,
			services: list(TEXT),
			advertisingData: described(TEXT, "hexadecimal"),
			scanResponseData: described(TEXT, "hexadecimal"),
		}),
	),
	connections: list(
		object({ connection: COUNT, mtu: COUNT, encrypted: FLAG, authenticated: FLAG }),
	),
	bonds: described(COUNT, "clients that the meter remembers"),
});

const ROWS = described(list(TEXT), "rows of the LCD, from the top");

const METER = { meter: COUNT, serialNumber: COUNT, modbusId: COUNT, powered: FLAG };

/** By name, as components of the description. */
export const ANSWER_SCHEMAS = {
	MeterTime: object({ meterSeconds: NUMBER }),
	Radio: RADIO,
	Loss: object({ afterWrites: COUNT }),
	Press: object({ button: { type: "string", enum: BUTTON_NAMES }, hold: NUMBER }),
	Display: object({ rows: ROWS, backlight: FLAG, bluetooth: FLAG, page: orNull(TEXT) }),
	EnergyPeriods: list(
		object({
			start: described(NUMBER, "meter time, s"),
			wattHours: described(list(NUMBER), "forward T1 to T4, reverse T1 to T4"),
			spread: described(FLAG, "the even share of a pause in which nobody read the meter"),
		}),
	),
	Engine: object({
		engine: TEXT,
		version: TEXT,
		speed: { anyOf: [NUMBER, { const: "max" }] },
		powered: FLAG,
		meterSeconds: NUMBER,
		startUpSeconds: NUMBER,
		heapBytes: COUNT,
		peakHeapBytes: COUNT,
		bytecodesPerSecond: COUNT,
	}),
	FlashImage: object({ bytes: COUNT }),
	FlashFaults: object(
		{
			operations: COUNT,
			erases: described(list(COUNT), "of each sector"),
			cutAfterOperations: COUNT,
			tornBytes: COUNT,
			badSectors: list(COUNT),
		},
		["cutAfterOperations", "tornBytes", "badSectors"],
	),
	FrontEnd: object({
		delivery: { type: "string", enum: DELIVERIES },
		temperature: described(NUMBER, "°C"),
		ctClass: { type: "string", enum: CT_CLASSES },
		sensorFails: FLAG,
	}),
	Mains: MAINS_SCHEMA,
	Line: object({
		baud: { type: "integer", enum: BAUD_RATES },
		parity: { type: "string", enum: PARITIES },
		follow: FLAG,
	}),
	Exchange: object({
		request: described(TEXT, "hexadecimal"),
		answer: described(TEXT, 'hexadecimal; "" if no meter answers'),
	}),
	Outputs: object({
		led: object({ pulses: COUNT }),
		s0: list(object({ pulses: COUNT, widthMs: NUMBER })),
	}),
	Power: object({ on: FLAG }),
	Readings: READINGS,
	Seal: object({ open: FLAG }),
	Truth: TRUTH,
	Waveform: object({
		waveform: orNull(
			object({
				name: TEXT,
				channels: TEXT,
				scale: orNull(TEXT),
				frequency: described(NUMBER, "Hz"),
				seconds: described(NUMBER, "length of the loop"),
			}),
		),
	}),
	Written: object({ register: TEXT, value: { type: ["number", "string"] } }),
	Meters: list(object({ ...METER, bluetooth: orNull(TEXT) })),
	Scenario: object(
		{
			state: { type: "string", enum: ["none", "playing", "over", "stopped"] },
			seconds: NUMBER,
			durationSeconds: orNull(NUMBER),
			scenario: described({ type: "object" }, "as it was read"),
		},
		["seconds", "durationSeconds", "scenario"],
	),
	Wall: list(
		object({
			...METER,
			sealOpen: FLAG,
			activePower: described(NUMBER, "true, at the terminals, W"),
			rows: ROWS,
		}),
	),
} as const;

type Name = keyof typeof ANSWER_SCHEMAS;

/** JSON answers by the path after `/api`, the same for each method. */
const ANSWERS: Readonly<Record<string, Name>> = {
	"/advance": "MeterTime",
	"/ble": "Radio",
	"/ble/loss": "Loss",
	"/buttons": "Press",
	"/display": "Display",
	"/energy": "EnergyPeriods",
	"/engine": "Engine",
	"/flash": "FlashImage",
	"/flash/faults": "FlashFaults",
	"/front-end": "FrontEnd",
	"/mains": "Mains",
	"/mbus": "Line",
	"/mbus/request": "Exchange",
	"/outputs": "Outputs",
	"/power": "Power",
	"/readings": "Readings",
	"/rs485": "Line",
	"/rs485/request": "Exchange",
	"/seal": "Seal",
	"/truth": "Truth",
	"/waveform": "Waveform",
	"/write": "Written",
	"/meters": "Meters",
	"/scenario": "Scenario",
	"/wall": "Wall",
};

/**
 * Name of the schema of a route's answer.
 * @param path after `/api`
 * @throws RangeError if the route has none
 */
export function answerOf(path: string): Name {
	const name = ANSWERS[path];
	if (name === undefined) throw new RangeError(`${path} has no schema of its answer`);
	return name;
}
