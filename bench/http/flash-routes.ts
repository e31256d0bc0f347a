/** The API of a meter's flash chip: its image and its faults. */
import { type Chip, type Faults, LENGTH, ofFullLength } from "../flash/chip.ts";
import { FAULTS_SCHEMA } from "../flash/faults-schema.ts";
import type { VirtualMeter } from "../meter/meter.ts";
import { Conflict } from "./errors.ts";
import type { Routes } from "./routes.ts";

const BINARY = "application/octet-stream";

interface FaultsBody extends Faults {
	/** Bits to flip now, counted from bit 0 of byte 0. */
	flipBits?: readonly number[];
}

/** Adds the routes. */
export function flashRoutes(routes: Routes, meter: VirtualMeter): void {
	routes.get("/flash", { summary: "the whole flash image", gives: BINARY }, (_request, reply) =>
		reply.type(BINARY).send(Buffer.from(chipOf(meter).image)),
	);
	routes.put(
		"/flash",
		{ summary: "replaces the flash image", takes: BINARY },
		({ body }, reply) => {
			const chip = chipOf(meter);
			const image = body instanceof Uint8Array ? ofFullLength(body) : undefined;
			if (image?.length !== LENGTH)
				return reply.code(400).send({ error: `body: must be ${LENGTH} bytes of ${BINARY}` });
			if (meter.powered)
				throw new Conflict("flash: the supply is on; switch it off before replacing the image");
			chip.replace(image);
			return { bytes: LENGTH };
		},
	);
	routes.get("/flash/faults", { summary: "operations, erases and faults of the flash" }, () =>
		figuresOf(chipOf(meter)),
	);
	routes.post<{ Body: FaultsBody }>(
		"/flash/faults",
		{ summary: "makes the flash fail", body: FAULTS_SCHEMA },
		({ body }) => {
			const chip = chipOf(meter);
			const { flipBits, ...faults } = body;
			for (const bit of flipBits ?? []) chip.flip(bit);
			chip.setFaults(faults);
			return figuresOf(chip);
		},
	);
}

/** Operations, erases and faults of the chip. */
function figuresOf({ operations, erases, faults }: Chip) {
	return { operations, erases, ...faults };
}

function chipOf({ chip }: VirtualMeter): Chip {
	if (!chip) throw new Conflict("flash: the board has no flash chip");
	return chip;
}
