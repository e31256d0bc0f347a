/** Harmonics as a table. */
import { CHANNELS_OF_METER } from "../../../client/waveform-file.ts";
import { shortest } from "./values.ts";

/**
 * Formats the harmonics of all channels as CSV (RFC 4180), one line per order, in V and A; what is
 * not known is left empty.
 * @param time in ISO 8601
 * @param harmonics RMS of each channel from the first
 */
export function harmonicsCsv(
	serialNumber: string,
	time: string,
	harmonics: readonly (readonly number[])[],
): string {
	const channels = CHANNELS_OF_METER.map(({ name, unit }) => `${name} ${unit}`);
	const orders = (harmonics[0] ?? []).map((_, index) => {
		const values = harmonics.map((each) => cell(each[index]));
		return [serialNumber, time, index + 1, ...values].join(",");
	});
	return [["serialNumber", "time", "order", ...channels].join(","), ...orders, ""].join("\r\n");
}

function cell(rms: number | undefined): string {
	return rms === undefined || !Number.isFinite(rms) ? "" : shortest(rms);
}
