/** Measurements, averages of the last second: 5000–5037. */
import { type MBusReading, PHASES, type Phase, type Row, row, type Unit } from "registers/row";

/** A measurement's row: a float of two registers. */
function measurement<Name extends string>(
	name: Name,
	title: string,
	address: number,
	unit: Unit,
	step: number,
	rest: Partial<Row> = {},
): Row<Name> {
	return row(name, title, address, "float", 2, { ...rest, unit, step });
}

/**
 * The M-Bus record of a quantity in L1..L3, the first at `place`: its VIFs, then the manufacturer's VIFE and the
 * phase (manual A1.2).
 */
function phaseRecord(
	place: number,
	dif: number,
	vif: readonly number[],
	phase: number,
): MBusReading {
	return { place: place + phase, dif: [dif], vif: [...vif, 0xfc, phase + 1] };
}

/** Three rows of one quantity, two registers apart. */
function perPhase<Kind extends string>(
	build: (phase: number, name: Phase) => Row<`${Kind}${Phase}`>,
) {
	return PHASES.map((name, phase) => build(phase, name));
}

const POWER = { divisor: 1000 } as const;

export const measurementRows = Object.freeze([
	...perPhase<"voltage">((phase, name) =>
		measurement(`voltage${name}`, `${name} Voltage`, 0x5002 + 2 * phase, "V", 0.01, {
			mbus: phaseRecord(14, 0x02, [0xfd, 0xc7], phase),
			obis: `${3 + 2 * phase}2.7.0`,
		}),
	),
	measurement("frequency", "Grid frequency", 0x5008, "Hz", 0.001, {
		mbus: { place: 30, dif: [0x03], vif: [0xfb, 0x2c] },
		obis: "14.7.0",
	}),
	...perPhase<"current">((phase, name) =>
		measurement(`current${name}`, `${name} Current`, 0x500c + 2 * phase, "A", 0.001, {
			mbus: phaseRecord(17, 0x03, [0xfd, 0xd9], phase),
			obis: `${3 + 2 * phase}1.7.0`,
		}),
	),
	measurement("activePower", "Total active power", 0x5012, "kW", 1, {
		...POWER,
		mbus: { place: 20, dif: [0x03], vif: [0x2b] },
		obis: "16.7.0",
	}),
	...perPhase<"activePower">((phase, name) =>
		measurement(`activePower${name}`, `${name} Active power`, 0x5014 + 2 * phase, "kW", 1, {
			...POWER,
			mbus: phaseRecord(21, 0x03, [0xab], phase),
			obis: `${3 + 2 * phase}6.7.0`,
		}),
	),
	measurement("reactivePower", "Total reactive power", 0x501a, "kvar", 1, {
		...POWER,
		mbus: { place: 24, dif: [0x03], vif: [0xfb, 0x14] },
	}),
	...perPhase<"reactivePower">((phase, name) =>
		measurement(`reactivePower${name}`, `${name} Reactive power`, 0x501c + 2 * phase, "kvar", 1, {
			...POWER,
			mbus: phaseRecord(25, 0x03, [0xfb, 0x94], phase),
		}),
	),
	measurement("apparentPower", "Total apparent power", 0x5022, "kVA", 1, {
		...POWER,
		mbus: { place: 28, dif: [0x03], vif: [0xfb, 0x34] },
		obis: "9.7.0",
	}),
	...perPhase<"apparentPower">((phase, name) =>
		measurement(`apparentPower${name}`, `${name} Apparent power`, 0x5024 + 2 * phase, "kVA", 1, {
			...POWER,
			obis: `${2 + 2 * phase}9.7.0`,
		}),
	),
	measurement("powerFactor", "Power factor", 0x502a, "", 0.01, {
		initial: 1,
		mbus: { place: 29, dif: [0x0a], vif: [0xfd, 0x3a] },
		obis: "13.7.0",
	}),
	...perPhase<"powerFactor">((phase, name) =>
		measurement(`powerFactor${name}`, `${name} Power factor`, 0x502c + 2 * phase, "", 0.01, {
			initial: 1,
			obis: `${3 + 2 * phase}3.7.0`,
		}),
	),
	measurement("voltageL1L2", "L1-L2 Voltage", 0x5032, "V", 0.01),
	measurement("voltageL1L3", "L1-L3 Voltage", 0x5034, "V", 0.01),
	measurement("voltageL2L3", "L2-L3 Voltage", 0x5036, "V", 0.01),
]);
