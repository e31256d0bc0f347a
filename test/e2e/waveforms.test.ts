import { describe, expect, it } from "vitest";
import { startBench } from "../../testkit/bench.ts";
import { readMeasurements } from "../../testkit/readings.ts";
import { type PhaseReference, references, SCALES, waveform } from "../bench/comtrade/waveforms.ts";

/** Permitted relative error against truth.json. */
const TOLERANCE = 5e-3;

const PHASES = ["A", "B", "C"] as const;

/** Removes direct current, which current transformers do not pass. */
const alternating = ({ I_rms, I_dc }: PhaseReference) => Math.sqrt(I_rms ** 2 - I_dc ** 2);

describe.each(references())(
	"$recording, $name",
	({ recording, start, end_exclusive, phases, f_Hz }) => {
		it("a replayed recording is measured on XS to 0.5 %", async () => {
			const scale = SCALES[recording];
			if (!scale) throw new Error(`no scale for ${recording}`);
			const numbers = (label: "v_channel" | "i_channel") =>
				PHASES.map((name) => Number.parseInt(phases[name][label], 10)).join(",");
			const bench = await startBench([
				...["--waveform", waveform(`${recording}.cfg`)],
				...["--waveform-channels", `${numbers("v_channel")}:${numbers("i_channel")}`],
				...["--waveform-scale", `${scale.voltage}:${scale.current}`],
				...["--waveform-segment", `${start}:${end_exclusive}`],
			]);
			try {
				await bench.call("POST", "/api/advance", { seconds: 6 });
				const meter = await readMeasurements(bench);
				expect(Math.abs(meter.frequency - f_Hz)).toBeLessThan(0.01);
				PHASES.forEach((name, i) => {
					const reference = phases[name];
					const voltage = reference.V_rms * scale.voltage;
					const current = alternating(reference) * scale.current;
					const power = reference.P * scale.voltage * scale.current;
					expect(Math.abs((meter.voltage[i] ?? 0) / voltage - 1)).toBeLessThan(TOLERANCE);
					expect(Math.abs((meter.current[i] ?? 0) / current) - 1).toBeLessThan(TOLERANCE);
					expect(Math.abs((meter.current[i] ?? 0) / current) - 1).toBeGreaterThan(-TOLERANCE);
					expect(Math.abs((meter.activePower[i + 1] ?? 0) / power - 1)).toBeLessThan(TOLERANCE);
				});
			} finally {
				await bench.stop();
			}
		});
	},
);
