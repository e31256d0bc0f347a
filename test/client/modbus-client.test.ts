import { expect, it } from "vitest";
import { ModbusClient, ModbusException, NoResponse } from "../../client/modbus-client.ts";

/** A client whose requests `answer` answers; both as hexadecimal text. */
function clientOf(answer: (request: string) => string | Promise<string>) {
	const requests: string[] = [];
	const client = new ModbusClient(async (request) => {
		const text = Buffer.from(request).toString("hex");
		requests.push(text);
		return Buffer.from(await answer(text), "hex");
	});
	return { client, requests };
}

it("a client reads registers as the wire carries them", async () => {
	const { client, requests } = clientOf(() => "0304000a0102");
	expect(Buffer.from(await client.read(0x5002, 2)).toString("hex")).toBe("000a0102");
	expect(requests).toEqual(["0350020002"]);
});

it("a client splits a read of more than 125 registers", async () => {
	const { client, requests } = clientOf((request) => {
		const count = Number.parseInt(request.slice(6), 16);
		return `03${(2 * count).toString(16).padStart(2, "0")}${request.slice(2, 6).repeat(count)}`;
	});
	const registers = Buffer.from(await client.read(0x6000, 251));
	expect(requests).toEqual(["036000007d", "03607d007d", "0360fa0001"]);
	expect(registers).toHaveLength(502);
	expect([0, 249, 250, 499, 500].map((at) => registers.readUInt16BE(at & ~1))).toEqual([
		0x6000, 0x6000, 0x607d, 0x607d, 0x60fa,
	]);
});

it("a client writes one register by FC 06 and more by FC 16", async () => {
	const { client, requests } = clientOf((request) => request.slice(0, 10));
	await client.write(0x4010, [25]);
	await client.write(0x401f, [0x0100, 5]);
	expect(requests).toEqual(["0640100019", "10401f00020401000005"]);
});

it("an exception is a typed error that names register and reason", async () => {
	const { client } = clientOf(() => "9003");
	const error = await client.write(0x401f, [1, 2]).catch((reason: unknown) => reason);
	expect(error).toBeInstanceOf(ModbusException);
	expect((error as ModbusException).code).toBe(3);
	expect((error as ModbusException).message).toBe(
		"register 401F: exception 03 (illegal data value)",
	);
});

it("a response that does not belong to the request is reported with its bytes", async () => {
	const { client } = clientOf(() => "0302000a");
	const error = await client.read(0x5002, 2).catch((reason: unknown) => reason);
	expect(error).toBeInstanceOf(NoResponse);
	expect((error as NoResponse).message).toBe("the answer is not to the request: 03 02 00 0A");
});

it("a client sends a request after the response to the last, even if that failed", async () => {
	const pending: ((response: string) => void)[] = [];
	const { client, requests } = clientOf(() => new Promise((resolve) => pending.push(resolve)));
	const settle = async (): Promise<void> => {
		for (let turn = 0; turn < 20; turn++) await Promise.resolve();
	};
	const first = client.read(1, 1).catch(() => "failed");
	const second = client.read(2, 1);
	await settle();
	expect(requests).toEqual(["0300010001"]);
	pending[0]?.("8302");
	expect(await first).toBe("failed");
	await settle();
	expect(requests).toEqual(["0300010001", "0300020001"]);
	pending[1]?.("03020007");
	expect([...(await second)]).toEqual([0, 7]);
});
