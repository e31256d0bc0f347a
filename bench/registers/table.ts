/** The meter's registers, from the data that `npm run generate` makes of the firmware's tables. */
import type { Unit } from "registers/quantity";
import type { RegisterForm } from "../../client/register-codec.ts";
import type { ReadingName } from "./name.ts";
import rows from "./registers.json" with { type: "json" };

/** Values that may be written, in the base unit. */
interface WrittenRange {
	readonly minimum: number;
	readonly maximum: number;
	/** The only values that are allowed. */
	readonly values?: readonly number[];
	/** Fractions are allowed too. */
	readonly real?: boolean;
}

/** A register. */
export interface RegisterRow extends RegisterForm {
	readonly name: string;
	/** In the manual. */
	readonly title: string;
	/** Of the first register. */
	readonly address: number;
	/** Base unit: W and not kW, which the registers carry where the divisor is 1000. */
	readonly unit: Unit;
	/** OBIS code without medium and channel. */
	readonly obis?: string;
	/** Without it the register is read only. */
	readonly range?: WrittenRange;
	/** Record in the M-Bus telegram, and its place there, from 1. */
	readonly mbus?: {
		readonly place: number;
		readonly dif: readonly number[];
		readonly vif: readonly number[];
	};
}

/** All registers in the order of their addresses. */
export const REGISTERS = rows as readonly unknown[] as readonly RegisterRow[];

/** A register that `GET /api/readings` reads. */
export type ReadRegister = RegisterRow & { readonly name: ReadingName };
