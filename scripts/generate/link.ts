/** The link's numbers, in TypeScript for the boards and in C for the engines. */
import {
	type Message,
	NUMBERS,
	NUMBERS_IN_C,
	PINS,
	PORTS,
	TO_BENCH,
	TO_BOARD,
} from "../../spec/link.ts";

/** Columns of a comment's text. */
const WIDTH = 94;

/** A text in lines. */
function wrapped(text: string): string[] {
	const lines = [""];
	for (const word of text.split(" ")) {
		const longer = `${lines[lines.length - 1]} ${word}`;
		if (longer.length > WIDTH) lines.push(` ${word}`);
		else lines[lines.length - 1] = longer;
	}
	return lines;
}

/** A comment of paragraphs. */
function comment(...paragraphs: readonly string[]): string {
	const lines = paragraphs.flatMap((text, i) => (i === 0 ? [] : [""]).concat(wrapped(text)));
	if (lines.length === 1 && lines[0].length <= WIDTH - 3) return `/**${lines[0]} */`;
	return ["/**", ...lines.map((line) => ` *${line}`), " */"].join("\n");
}

const byte = (value: number): string => `0x${value.toString(16).padStart(2, "0")}`;

function fieldsOf({ fields }: Message): string {
	const list = Object.entries(fields).map(([name, type]) => `${name} ${type}`);
	return list.length > 0 ? ` Fields: ${list.join(", ")}.` : "";
}

function messages(name: string, about: string, all: Readonly<Record<string, Message>>): string {
	const lines = Object.entries(all).flatMap(([key, message]) => [
		comment(`${message.about}${fieldsOf(message)}`),
		`\t${key}: ${byte(message.type)},`,
	]);
	const head = `export const ${name} = Object.freeze({`;
	return [comment(about), head, ...lines, "} as const);"].join("\n");
}

function constants(name: string, about: string, all: Readonly<Record<string, number>>): string {
	const entries = Object.entries(all).map(([key, value]) => `${key}: ${value}`);
	const head = `export const ${name} = Object.freeze({`;
	return `${comment(about)}\n${head} ${entries.join(", ")} } as const);`;
}

const HEAD = comment(
	"The byte link between a virtual board and the bench, made by `npm run generate` from " +
		"spec/link.ts.",
	"Messages of one type byte, a 16-bit length and that many bytes of payload, least significant " +
		"byte first. The link carries what a real board has on its pins; the same messages pass " +
		"over a pipe (desktop engines) and through memory that the emulated Cortex-M shares.",
	"The bench speaks first, with START (only INPUT may come before it). When the firmware has " +
		"handled a message of the bench, it answers with DONE; not so for STATS, START and the " +
		"answers of the flash chip. So the bench paces the meter, and the meter's time is the " +
		"number of frames that it was given and of those that it was told to live without (TIME).",
);

/** boards/virtual/link.ts */
export function linkModule(): string {
	const numbers = Object.entries(NUMBERS).map(([name, { value, about }]) => {
		const text = name === "NO_TIMER" ? `0x${value.toString(16)}` : `${value}`;
		return `${comment(about)}\nexport const ${name} = ${text};`;
	});
	return [
		HEAD,
		...numbers,
		messages("ToBoard", "Messages from the bench to the board.", TO_BOARD),
		messages("ToBench", "Messages from the board to the bench.", TO_BENCH),
		constants("Port", "Ports of the serial messages.", PORTS),
		constants("Pin", "Pins of INPUT and OUTPUT.", PINS),
		"",
	].join("\n\n");
}

/** A header in C. */
function header(guard: string, about: string, lines: readonly string[]): string {
	return [
		"/* SPDX-License-Identifier: Apache-2.0 */",
		`/* ${about} */`,
		`#ifndef ${guard}`,
		`#define ${guard}`,
		"",
		...lines,
		"",
		"#endif",
		"",
	].join("\n");
}

/** Numbers of the messages that C handles; of those to the bench with a suffix if both have one. */
function definitions(): string[] {
	const inC = (all: Readonly<Record<string, Message>>) =>
		Object.entries(all).filter(([, message]) => message.inC);
	const nameOf = (name: string): string => (name in TO_BOARD ? `${name}_TO_BENCH` : name);
	return [
		...inC(TO_BOARD).map(([name, { type }]) => `#define LINK_${name} ${byte(type)}`),
		"",
		...inC(TO_BENCH).map(([name, { type }]) => `#define LINK_${nameOf(name)} ${byte(type)}`),
	];
}

/** engine/xs/link.h */
export function linkHeader(): string {
	return header(
		"AMBIT_XS_LINK_H",
		"The link's numbers in C, made by `npm run generate` from spec/link.ts.",
		[
			...NUMBERS_IN_C.map((name) => `#define LINK_${name} ${NUMBERS[name].value}`),
			"",
			...definitions(),
			"",
			...Object.entries(PINS).map(([name, pin]) => `#define LINK_PIN_${name} ${pin}`),
		],
	);
}
