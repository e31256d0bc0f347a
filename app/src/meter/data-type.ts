/** Data type of measurements and energies on Modbus, register 4026. */

import { DataType } from "modbus/settings";
import { registerOf } from "../../../client/register-table.ts";
import type { RegisterClient } from "./client.ts";

const { address, length } = registerOf("dataType");

/** Returns true if the meter sends integers instead of floats. */
export async function sendsIntegers(client: RegisterClient): Promise<boolean> {
	return (await client.read(address, length)).uint16() === DataType.INTEGER;
}
