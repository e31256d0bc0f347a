/** `host.crc` of the XS engine, through the virtual board's `crc`. */
import { build, stop } from "esbuild";
import { afterAll, expect, it } from "vitest";
import { ToBoard } from "../../boards/virtual/link.ts";
import { encode, runEngine } from "../../testkit/run-engine.ts";

afterAll(() => stop());

/**
 * Check values of the catalogue of parametrised CRC algorithms (reveng) over "123456789", whole and
 * in two parts.
 */
const SCRIPT = `
	import { CRC8, CRC16 } from "./boards/virtual/crc.ts";
	const text = Uint8Array.of(49, 50, 51, 52, 53, 54, 55, 56, 57);
	const all = [
		new CRC16(0x8005, 0xffff, true, true, 0),
		new CRC16(0x1021, 0, false, false, 0),
		new CRC16(0x1021, 0xffff, false, false, 0xffff),
		new CRC16(0x1021, 0xb2aa, true, true, 0),
		new CRC8(0x07, 0, false, false, 0),
		new CRC8(0x31, 0, true, true, 0),
	];
	host.onMessage = () => {
		const view = new DataView(host.output);
		all.forEach((crc, i) => {
			view.setUint16(4 * i, crc.checksum(text));
			crc.reset();
			crc.checksum(text.subarray(0, 4));
			view.setUint16(4 * i + 2, crc.checksum(text.subarray(4)));
		});
		host.send(1, 4 * all.length, Uint8Array.of(typeof host.crc === "function" ? 1 : 0));
	};
`;

const CHECKS = [0x4b37, 0x31c3, 0xd64e, 0x63d0, 0xf4, 0xa1];

it.each(["xs", "node"] as const)(
	"engine %s computes the CRCs of the catalogue, XS natively",
	async (engine) => {
		const stdin = {
			contents: SCRIPT,
			resolveDir: new URL("../..", import.meta.url).pathname,
			loader: "ts" as const,
		};
		const { outputFiles } = await build({
			stdin,
			bundle: true,
			write: false,
			format: "iife",
			target: "es2022",
		});
		const script = outputFiles[0]?.text ?? "";
		const { messages, stderr } = runEngine(engine, script, encode(ToBoard.INPUT, [0, 1]));
		expect(stderr).toBe("");
		const payload = messages[0]?.payload ?? Buffer.alloc(0);
		expect(payload).toHaveLength(4 * CHECKS.length + 1);
		expect(CHECKS.map((_, i) => payload.readUInt16BE(4 * i))).toEqual(CHECKS);
		expect(CHECKS.map((_, i) => payload.readUInt16BE(4 * i + 2))).toEqual(CHECKS);
		expect(payload.at(-1)).toBe(engine === "xs" ? 1 : 0);
	},
);
