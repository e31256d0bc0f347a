/** One small recording of each other variant of the format, for the reader alone. */
import type { Channel, MadeRecording, Section } from "./recording.ts";

/** The word for the far end of a line, in GB18030. */
const FAR_END = "\xb6\xd4\xb2\xe0";

const sine = (rms: number, degrees: number) => ({
	direct: 0,
	harmonics: [{ order: 1, rms, degrees }],
});

/** Channels 1 to 3 are currents and 5 to 7 voltages, as on most relays. */
function relayChannels(count: number, names: readonly string[], multiplier: number): Channel[] {
	return Array.from({ length: count }, (_, index): Channel => {
		const voltage = index >= 4 && index < 7;
		const channel = {
			name: names[index] ?? `x${index + 1}`,
			unit: voltage ? "V" : "A",
			...{ multiplier, offset: 0, skewUs: 0 },
		};
		if (voltage) return { ...channel, signal: sine(57.7, -120 * (index - 4)) };
		return index < 3 ? { ...channel, signal: sine(1, -30 - 120 * index) } : channel;
	});
}

/** 1991: no year, short channel lines, sections of one rate that are not joined. */
function ascii1991(): MadeRecording {
	const names = ["Ia1", "Ib1", "Ic1", "3I0", "Ua1", "Ub1", "Uc1", "3U0", "Ux", `Ua${FAR_END}`];
	const channels = relayChannels(24, names, 0.001);
	const ends = [289, 506, 1045, 1451, 1629, 1812, 2099, 2131];
	const sections: Section[] = ends.map((end) => ({ rateHz: 1200, end }));
	const header = [
		"SUBSTATION,RELAY",
		`${channels.length + 37},${channels.length}A,37D`,
		...channels.map(
			({ name, unit }, n) => `${n + 1},${name},A,,${unit},0.001000,0,0,-1000000,1000000`,
		),
		...Array.from({ length: 37 }, (_, n) => `${n + 25},contact ${n + 1},0`),
		"60",
		`${sections.length}`,
		...sections.map(({ rateHz, end }) => `${rateHz},${end}`),
		"09/17/15,10:52:52.987545",
		"09/17/15,10:52:53.065045",
		"ASCII",
		"",
	].join("\r\n");
	return {
		...{ name: "formats/ascii-1991", type: "ASCII", frequencyHz: 60 },
		...{ channels, statusChannels: 37, sections, header },
		stamp: (_, time) => Math.round(time * 1e6),
	};
}

/**
 * 2013, 32-bit integers: blanks after every comma, status channels numbered after the analog ones.
 */
function binary32of2013(): MadeRecording {
	const channels = relayChannels(37, [" Ia", " Ib", " Ic"], 0.000001);
	const range = "-2147483648, 2147483647, 1000, 1, S";
	const header = [
		"STATION,RELAY,2013",
		"337,37A,300D",
		...channels.map(
			({ name, unit }, n) => `${n + 1}, ${name}, 1, , ${unit}, 0.000001, 0.0, 0, ${range}`,
		),
		...Array.from({ length: 300 }, (_, n) => `${n + 38}, contact ${n + 1}, 1, , 0`),
		"50",
		"1",
		"2000, 202 ",
		"22/02/2010,21:41:29.659551 ",
		"01/01/1970,00:00:00.000000 ",
		"BINARY32 ",
		"1 ",
		"0,0 ",
		"0,0",
	].join("\r\n");
	return {
		...{ name: "formats/binary32-2013", type: "BINARY32", frequencyHz: 50 },
		...{ channels, statusChannels: 300, sections: [{ rateHz: 2000, end: 202 }], header },
		stamp: (_, time) => Math.round(time * 1e6),
	};
}

/**
 * No rate declared: only the time stamps tell it. Padded fields, status channels numbered from 1.
 */
function binaryWithoutRate(): MadeRecording {
	const channels = relayChannels(24, [], 0.012207);
	const header = [
		"RELAY-1      ,520                 ,1999",
		" 88,24A, 64D",
		...channels.map(
			({ name, unit }, n) =>
				`${n + 1},F${name.padEnd(18)},A,,${unit.padEnd(6)}, 0.012207,0,0,` +
				"-32767,32767, 1000.0, 1.0,S",
		),
		...Array.from({ length: 64 }, (_, n) => `${n + 1},contact${" ".repeat(12)},,,0`),
		"50",
		"0",
		"0,  1360",
		"06/04/2012,06:42:59.391076",
		"06/04/2012,06:42:59.895690",
		"BINARY",
		"1.00",
		"",
	].join("\r\n");
	return {
		...{ name: "formats/binary-without-rate", type: "BINARY", frequencyHz: 50 },
		...{ channels, statusChannels: 64, sections: [{ rateHz: 800, end: 1360 }], header },
		// A clock of whole microseconds that a few records are late by.
		stamp: (n, time) => Math.round(time * 1e6) + (n % 100 === 99 ? 1 : 0),
	};
}

/** The one channel of the single file: no quantity, no mains frequency, its type in lower case. */
function float32of2013(): MadeRecording {
	const header = [
		"EXAMPLE,example,2013",
		"2,1A,1D",
		"1,test/out1,,,none,1.0,0.0,1.0,-3.40282347E+38,3.40282347E+38,1.0,1.0,p",
		"1,test/bool1,,,0",
		"0.000000",
		"1",
		"100.000000,301",
		"17/02/2021,17:37:12.422969065",
		"17/02/2021,17:37:13.922969065",
		"float32",
		"1.000000",
		"0,0",
		"0,0",
		"",
	].join("\n");
	const channel = { name: "test/out1", unit: "none", multiplier: 1, offset: 0, skewUs: 0 };
	return {
		...{ name: "formats/float32-2013", type: "FLOAT32", frequencyHz: 1 },
		channels: [{ ...channel, signal: sine(4, 20) }],
		...{ statusChannels: 1, sections: [{ rateHz: 100, end: 301 }], header },
		stamp: (_, time) => Math.round(time * 1000),
	};
}

/** Written as a .cfg and a .dat. */
export const formats: readonly MadeRecording[] = [
	ascii1991(),
	binary32of2013(),
	binaryWithoutRate(),
];

/** Written as one .cff. */
export const singleFile: MadeRecording = float32of2013();
