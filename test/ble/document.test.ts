import { readFileSync } from "node:fs";
import { READING_GROUPS } from "ble/reading-groups";
import { CHARACTERISTICS, METER_SERVICE } from "ble/services";
import { describe, expect, it } from "vitest";
import { registerOf, type registers } from "../../client/register-table.ts";
import { TestRadio } from "../../testkit/radio.ts";

const text = readFileSync(new URL("../../docs/ble.md", import.meta.url), "utf8");

const stepOf = ({ step, divisor, unit }: (typeof registers)[number]): string =>
	step === 0 ? "bits" : `${step} ${divisor === 1000 ? unit.replace(/^k/, "") : unit}`.trim();

describe("docs/ble.md", () => {
	it("lists every reading at its offset", () => {
		const lines = READING_GROUPS.flatMap(({ name, fields }) => {
			let at = 0;
			return fields.map((field) => {
				const row = registerOf(field.name);
				const offset = at;
				at += field.bytes;
				const address = row.address.toString(16).toUpperCase();
				const cells = [`\`${name}\``, offset, field.bytes, address, row.title, stepOf(row)];
				return `| ${cells.join(" | ")} |`;
			});
		});
		for (const line of lines) expect(text).toContain(line);
		expect(text.match(/^\| `\w+` \| \d+ \| \d \|/gm)).toHaveLength(lines.length);
	});

	it("lists every characteristic with its UUID, properties and length", () => {
		const words = {
			read: "read",
			notify: "notify",
			write: "write",
			writeNoResponse: "write without response",
		};
		for (const { name, uuid, properties, maxBytes } of CHARACTERISTICS) {
			const short = uuid.replace(METER_SERVICE.slice(8), "-…");
			const what = properties.map((each) => words[each]).join(", ");
			expect(text).toContain(`\`${name}\` | \`${short}\` | ${what} | ${maxBytes} |`);
		}
	});

	it("shows exchanges as the meter answers them", () => {
		const radio = new TestRadio();
		radio.connect();
		expect(radio.request("07 00 03 40 00 00 02")).toEqual(["0700030412345678"]);
		expect(radio.request("08 00 06 40 03 00 07")).toEqual(["08008601"]);
		expect(radio.request("09 80 03 40 00")).toEqual([]);
		expect(radio.request("09 01 00 02")).toEqual(["0900030412345678"]);
		radio.client.onCharacteristicNotifyEnabled(0, "rtuResponse");
		radio.notifications = [];
		radio.write("rtuRequest", Buffer.from("010340000002D1CB", "hex"));
		expect(radio.notifications).toEqual(["0 rtuResponse 010304123456788107"]);
	});
});
