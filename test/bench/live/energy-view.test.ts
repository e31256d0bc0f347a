import { expect, it } from "vitest";
import { rtuFrame } from "../../../bench/bus/rtu.ts";
import type { LineClient } from "../../../bench/bus/turn.ts";
import { EnergyLog } from "../../../bench/live/energy-log.ts";
import { MeterView } from "../../../bench/live/view.ts";
import type { VirtualMeter } from "../../../bench/meter/meter.ts";
import { registerOf } from "../../../client/register-table.ts";

const FLOAT = 1;
const INTEGER = 2;

/** Energy of T1, which does not change. */
const WATT_HOURS = 12_345_678;

/** A meter on its line, as the poller of a view reads it. */
function bench() {
	const meter = { seconds: 0, source: {}, powered: true, dataType: FLOAT };
	const answer = (pdu: Uint8Array): Uint8Array => {
		const view = new DataView(pdu.buffer, pdu.byteOffset, pdu.byteLength);
		const [first, count] = [view.getUint16(1), view.getUint16(3)];
		const registers = Buffer.alloc(2 * count);
		const type = registerOf("dataType").address;
		if (first <= type && type < first + count)
			registers.writeUInt16BE(meter.dataType, 2 * (type - first));
		const at = 2 * (registerOf("forwardActiveEnergyT1").address - first);
		if (first === 0x6000)
			if (meter.dataType === FLOAT) registers.writeFloatBE(WATT_HOURS / 1000, at);
			else registers.writeInt32BE(WATT_HOURS, at);
		return Uint8Array.from([pdu[0] ?? 0, 2 * count, ...registers]);
	};
	const line = {
		send(client: LineClient, bytes: Uint8Array): void {
			client.answer(rtuFrame(1, answer(bytes.subarray(1, -2))));
			client.over();
		},
		leave(): void {},
	};
	const energyLog = new EnergyLog();
	const view = new MeterView({
		meter: meter as unknown as VirtualMeter,
		primary: undefined as never,
		line,
		energyLog,
		identity: undefined as never,
		modbusId: 1,
		scenario: () => null,
	});
	return { meter, view, energyLog };
}

it.each([1, 2, 3, 4, 5])(
	"a data type that changes after poll %i is no energy in the log",
	(last) => {
		const { meter, view, energyLog } = bench();
		for (const type of [FLOAT, INTEGER, FLOAT, FLOAT]) {
			for (let poll = 0; poll < 10 + last; poll++) {
				meter.dataType = type;
				meter.seconds++;
				view.poll(new Set([1]));
			}
		}
		expect(energyLog.noted).toBeGreaterThan(4);
		const counted = energyLog.periods(meter.seconds, 60, 1)[0]?.wattHours;
		expect(counted).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
	},
);
