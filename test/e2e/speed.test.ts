/** The virtual meter at a speed that the machine cannot hold. */
import { expect, it } from "vitest";
import { startBench } from "../../testkit/bench.ts";
import { WORD_CLIENTS } from "../../testkit/word-clients.ts";

const SERIAL_NUMBER = 0x4000;

it("runs as fast as it can, answers every request, and says so once", async () => {
	const bench = await startBench(["--speed", "1000", "--calibrated", "no"]);
	const client = await WORD_CLIENTS["modbus-serial"](bench);
	const meterSeconds = async (): Promise<number> =>
		((await bench.call("GET", "/api/engine")).body as { meterSeconds: number }).meterSeconds;
	// By then any machine below 1000 times real time has left out a second.
	while ((await meterSeconds()) < 800)
		expect(await client.read(SERIAL_NUMBER, 2)).toEqual([0x1234, 0x5678]);
	await client.close();
	const { code, stderr } = await bench.stop();
	expect(code).toBe(0);
	expect(stderr.replace(/\d+\.\d s/, "x s")).toBe(
		"meter 12345678: cannot hold --speed 1000: x s of meter time left out, " +
			"it runs as fast as it can (reported once)\n",
	);
});
