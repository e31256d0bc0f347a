/** Faults to try, each with what a good meter does. */
import type { MainsSettings } from "../../../mains/settings.ts";
import { apiPath, ask } from "../api.ts";
import { live } from "../live.ts";
import { change } from "../mains/model.ts";
import { road } from "../road.ts";

/** A fault. */
export interface Fault {
	readonly name: string;
	/** Effect to expect. */
	readonly expect: string;
	/** True if it needs the meter's supply. */
	readonly needsSupply: boolean;
	cause(): Promise<unknown> | undefined;
}

/** Time for which the front end's blocks are lost. */
const LOSS_MS = 2000;

/** Byte of the flash that nothing was written to. */
const ERASED = 0xff;

/** Bytes of a sector of the flash, and more than its head has. */
const SECTOR = 4096;
const HEAD = 64;

/** Bytes at the end of what a sector has, in which the bits flip. */
const LATEST = 64;

/** Bits that flip at once. */
const FLIPS = 8;

/** A third harmonic that drives the current's peak beyond the front end's full scale. */
const PEAKED = [
	{ order: 3, currentPercent: 90, currentAngle: 180, voltagePercent: 0, voltageAngle: 0 },
];

function pause(timeMs: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, timeMs));
}

/** Flips bits of what was written last in one sector: each area has its copy in another one. */
async function flipBits(): Promise<void> {
	const answer = await road.fetch(apiPath("/flash")).catch(() => undefined);
	if (!answer?.ok) return;
	const image = new Uint8Array(await answer.arrayBuffer());
	const sectors = Array.from({ length: image.length / SECTOR }, (_, sector) =>
		Array.from({ length: SECTOR }, (_, at) => sector * SECTOR + at).filter(
			(at) => image[at] !== ERASED,
		),
	).filter(({ length }) => length > HEAD);
	const latest = sectors[Math.floor(Math.random() * sectors.length)]?.slice(-LATEST);
	if (!latest) return;
	const bit = (): number =>
		8 * latest[Math.floor(Math.random() * latest.length)] + Math.floor(Math.random() * 8);
	await ask("POST", "/flash/faults", { flipBits: Array.from({ length: FLIPS }, bit) });
}

async function loseBlocks(): Promise<void> {
	await ask("PUT", "/front-end", { delivery: "lost" });
	await pause(LOSS_MS);
	await ask("PUT", "/front-end", { delivery: "once" });
}

function opposite(sequence: MainsSettings["sequence"]): MainsSettings["sequence"] {
	return sequence === "123" ? "132" : "123";
}

export const FAULTS: readonly Fault[] = [
	{
		name: "Cut without warning",
		expect:
			"The display goes dark at once. After power-up the log has “power down”, detail 0, unless " +
			"the meter is so new that it has stored nothing, and at most 10 Wh are missing.",
		needsSupply: true,
		cause: () => ask("POST", "/power", { on: false, warning: false }),
	},
	{
		name: "Cut in a flash write",
		expect:
			"The supply fails in the middle of the next write to the flash, which a change of a " +
			"setting or the next record of energy starts. After power-up all settings are whole, and " +
			"the log has “power down”, detail 0.",
		needsSupply: true,
		cause: () => ask("POST", "/flash/faults", { cutAfterOperations: 0, tornBytes: 7 }),
	},
	{
		name: "Flip bits in the flash",
		expect:
			"Eight bits flip in one of the two copies of a record. The meter continues; at the next " +
			"power-up it reads the other copy and mends this one. Unless a newer record was written " +
			"meanwhile, the log has “storage fault”.",
		needsSupply: false,
		cause: flipBits,
	},
	{
		name: "Lose the radio",
		expect:
			"Every Bluetooth client is dropped. Meter Manager says so and connects again. The log " +
			"has nothing: no energy and no setting depends on it.",
		needsSupply: true,
		cause: () => ask("POST", "/ble/loss", {}),
	},
	{
		name: "Lose samples for 2 s",
		expect:
			"Nothing is measured meanwhile: the readings fall to 0, and the energy is missing. " +
			"Register 7007 counts the frames that were lost. The log has nothing.",
		needsSupply: true,
		cause: loseBlocks,
	},
	{
		name: "Over-range",
		expect:
			"Currents peak above the converters’ full scale, 30 A, and are cut there: the readings " +
			"are less than the truth. Bits 16 to 18 of the status word are set; the log has an event.",
		needsSupply: false,
		cause: () => {
			const phase = { current: 20, harmonics: PEAKED };
			change({ phases: [phase, phase, phase] });
			return undefined;
		},
	},
	{
		name: "Lose L2",
		expect: "Voltage of L2 is missing: bit 4 of the status word. The others still count.",
		needsSupply: false,
		cause: () => {
			change({ phases: [null, { voltage: 0, current: 0 }, null] });
			return undefined;
		},
	},
	{
		name: "Swap two phases",
		expect: "The sequence turns: bit 6 of the status word.",
		needsSupply: false,
		cause: () => {
			change({ sequence: opposite(live.mains.peek()?.sequence ?? "123") });
			return undefined;
		},
	},
	{
		name: "Heat to 60 °C",
		expect:
			"Gains drift by up to 25 ppm/K. The meter follows its sensor by 1 K/s: errors of about " +
			"0.1 % vanish within 40 s. Such a jump is event 17.",
		needsSupply: false,
		cause: () => ask("PUT", "/front-end", { temperature: 60 }),
	},
	{
		name: "Back to 23 °C",
		expect: "The errors are those of the calibration again.",
		needsSupply: false,
		cause: () => ask("PUT", "/front-end", { temperature: 23 }),
	},
];
