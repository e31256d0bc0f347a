/** Chips of RS-485 and M-Bus, their pins where the sheets want them. */
import { chip, TI } from "./ordered.ts";

/** Room between the two sides of an isolator. */
const APART = [undefined, undefined, undefined, undefined, undefined, undefined] as const;

export const RS485_TRANSCEIVER = chip(
	{
		name: "ISO1410",
		left: ["3:R:o", "4:~{RE}:i", "5:DE:i", "6:D:i"],
		right: ["12:A:b", "13:B:b", "7:NC:n", "10:NC:n", "11:NC:n", "14:NC:n"],
		top: ["1:VCC1:s", ...APART, "16:VCC2:s"],
		bottom: ["2:GND1:s", "8:GND1:p", ...APART.slice(2), "9:GND2:s", "15:GND2:p"],
		width: 24,
	},
	{
		footprint: "Package_SO:SOIC-16W_7.5x10.3mm_P1.27mm",
		maker: TI,
		mpn: "ISO1410DWR",
		rating: "5 kV RMS reinforced, 500 kbit/s",
	},
);

export const MBUS_ISOLATOR = chip(
	{
		name: "ISO7721",
		left: ["2:OUTA:o", "3:INB:i"],
		right: ["7:INA:i", "6:OUTB:o"],
		top: ["1:VCC1:s", ...APART, "8:VCC2:s"],
		bottom: ["4:GND1:s", ...APART, "5:GND2:s"],
		width: 24,
	},
	{
		footprint: "Package_SO:SOIC-8_7.5x5.85mm_P1.27mm",
		maker: TI,
		mpn: "ISO7721DWVR",
		rating: "5 kV RMS reinforced, idle high",
		kicad: "Isolator:ISO7721DWV",
	},
);

export const MBUS_TRANSCEIVER = chip(
	{
		name: "TSS721A",
		left: [
			"8:TX:o",
			"12:RX:i",
			"7:TXI:o",
			"13:RXI:i",
			"5:PF:o",
			undefined,
			"11:VDD:d",
			"10:VS:o",
			"9:BAT:i",
		],
		right: [
			"16:BUSL1:p",
			"1:BUSL2:p",
			undefined,
			"2:VB:p",
			"3:STC:p",
			"6:SC:p",
			"4:RIDD:p",
			"14:RIS:p",
		],
		bottom: ["15:GND:s"],
		width: 18,
	},
	{
		footprint: "Package_SO:SOIC-16_3.9x9.9mm_P1.27mm",
		maker: TI,
		mpn: "TSS721ADR",
		rating: "M-Bus slave, EN 13757-2",
	},
);

export const BUS_SUPPRESSOR = chip(
	{
		name: "SM712",
		prefix: "D",
		left: ["1:A1:p", "2:A2:p"],
		bottom: ["3:common:p"],
		width: 6,
	},
	{
		footprint: "Package_TO_SOT_SMD:SOT-23",
		maker: "Littelfuse",
		mpn: "SM712-02HTG",
		rating: "-7 V, +12 V",
		kicad: "Diode:SM712_SOT23",
	},
);
