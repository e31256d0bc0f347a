/** Diodes, transistors, photocouplers, transformers, terminals and what people touch. */
import { chipSymbol, type Side } from "../drawing/chip.ts";
import {
	BRIDGE,
	BUTTON,
	CRYSTAL,
	DIODE,
	DIODE_PAIR,
	ELECTRODE,
	JUMPER,
	LED,
	MOSFET,
	PHOTOCOUPLER,
	PHOTODARLINGTON,
	SCHOTTKY,
	SHUNT_REFERENCE,
	SUPPRESSOR,
	SWITCH,
} from "../drawing/glyphs.ts";
import type { Part } from "../drawing/part.ts";
import { CURRENT_TRANSFORMER, FLYBACK, PUSH_PULL } from "../drawing/windings.ts";

/** Mains rectifier: 1300 V, avalanche rated. */
export const RECTIFIER: Part = {
	symbol: DIODE,
	value: "BYG23T",
	footprint: "Diode_SMD:D_SMA",
	maker: "Vishay",
	mpn: "BYG23T-M3/TR",
	rating: "1300 V, 1 A, fast",
};

/** Secondary of the flyback: a bus of 720 V puts 55 V in reverse on it. */
export const OUTPUT_RECTIFIER: Part = {
	symbol: SCHOTTKY,
	value: "SS2PH10",
	footprint: "Diode_SMD:D_SMA",
	maker: "Vishay",
	mpn: "SS2PH10-M3/84A",
	rating: "100 V, 2 A",
};

export const SMALL_DIODE: Part = {
	symbol: DIODE,
	value: "BAS321",
	footprint: "Diode_SMD:D_SOD-323",
	maker: "Nexperia",
	mpn: "BAS321,115",
	rating: "200 V",
};

export const SMALL_SCHOTTKY: Part = {
	symbol: SCHOTTKY,
	value: "MBR0520",
	footprint: "Diode_SMD:D_SOD-123",
	maker: "onsemi",
	mpn: "MBR0520LT1G",
	rating: "20 V, 0.5 A",
};

export const CLAMP_SCHOTTKY: Part = {
	symbol: SCHOTTKY,
	value: "BAT54",
	footprint: "Diode_SMD:D_SOD-323",
	maker: "Nexperia",
	mpn: "BAT54J,115",
	rating: "30 V",
};

/** Two diodes in series of less than 5 nA: clamps of the current inputs. */
export const CLAMP: Part = {
	symbol: DIODE_PAIR,
	value: "BAV199",
	footprint: "Package_TO_SOT_SMD:SOT-23",
	maker: "Nexperia",
	mpn: "BAV199,215",
	rating: "5 nA",
};

export const S0_SUPPRESSOR: Part = {
	symbol: SUPPRESSOR,
	value: "SMAJ33CA",
	footprint: "Diode_SMD:D_SMA",
	maker: "Littelfuse",
	mpn: "SMAJ33CA",
	rating: "33 V",
};

export const MBUS_SUPPRESSOR: Part = {
	symbol: SUPPRESSOR,
	value: "SMBJ48CA",
	footprint: "Diode_SMD:D_SMB",
	maker: "Littelfuse",
	mpn: "SMBJ48CA",
	rating: "48 V, above the bus's 42 V",
};

export const TEST_LED: Part = {
	symbol: LED,
	value: "red",
	footprint: "LED_THT:LED_D3.0mm",
	maker: "Kingbright",
	mpn: "WP710A10SRD/J4",
	rating: "3 mm",
};

export const TARIFF_BRIDGE: Part = {
	symbol: BRIDGE,
	value: "MB6S",
	footprint: "Package_TO_SOT_SMD:TO-269AA",
	maker: "onsemi",
	mpn: "MB6S",
	rating: "600 V",
	kicad: "Diode_Bridge:MB6S",
};

export const SWITCHING_FET: Part = {
	symbol: MOSFET,
	value: "BSS138",
	footprint: "Package_TO_SOT_SMD:SOT-23",
	maker: "onsemi",
	mpn: "BSS138",
	rating: "50 V, 0.2 A",
	kicad: "Transistor_FET:BSS138",
};

export const REFERENCE_2V5: Part = {
	symbol: SHUNT_REFERENCE,
	value: "TL431",
	footprint: "Package_TO_SOT_SMD:SOT-23",
	maker: "Texas Instruments",
	mpn: "TL431BIDBZR",
	rating: "0.5 %",
	kicad: "Reference_Voltage:TL431DBZ",
};

/** 5 kV, leads 10.16 mm apart: 8 mm of creepage. */
export const COUPLER: Part = {
	symbol: PHOTOCOUPLER,
	value: "TLP785F",
	footprint: "Package_DIP:DIP-4_W10.16mm",
	maker: "Toshiba",
	mpn: "TLP785F(GB,F",
	rating: "5 kV RMS, CTR 100 to 600 %",
	kicad: "Isolator:TLP785F",
};

/** Darlington of 300 V and 150 mA, 5 kV. */
export const S0_COUPLER: Part = {
	symbol: PHOTODARLINGTON,
	value: "TLP627MF",
	footprint: "Package_DIP:DIP-4_W10.16mm",
	maker: "Toshiba",
	mpn: "TLP627MF(E",
	rating: "5 kV RMS, CTR 1000 %",
	kicad: "Isolator:TLP627",
};

/** Primary: the user's CT through the terminals. */
export const CURRENT_SENSOR: Part = {
	symbol: CURRENT_TRANSFORMER,
	value: "2000:1",
	footprint: "ambit:Current_transformer_window",
	maker: "Talema",
	mpn: "AX-2000",
	rating: "window, primary of one turn; 30 A peak",
};

export const FLYBACK_TRANSFORMER: Part = {
	symbol: FLYBACK,
	value: "2.2m 130:9",
	footprint: "ambit:EE16_horizontal_10",
	maker: "wound to docs/hardware.md",
	mpn: "AMBIT-T1",
	rating: "EE16, gapped",
};

/** 5 kV between its windings. */
export const ISOLATION_TRANSFORMER: Part = {
	symbol: PUSH_PULL,
	value: "750313734",
	footprint: "ambit:Transformer_Wuerth_750313734",
	maker: "Würth",
	mpn: "750313734",
	rating: "1:1.1, 5 kV RMS",
};

export const CONVERTER_CRYSTAL: Part = {
	symbol: CRYSTAL,
	value: "8.192M",
	footprint: "Crystal:Crystal_SMD_HC49-SD",
	maker: "Abracon",
	mpn: "ABLS-8.192MHZ-D2-T",
	rating: "20 ppm, 18 pF",
};

export const SMALL_BUTTON: Part = {
	symbol: BUTTON,
	value: "button",
	footprint: "Button_Switch_SMD:SW_SPST_B3S-1000",
	maker: "Omron",
	mpn: "B3S-1000",
};

/** Closed while the sealed cover is on. */
export const SEAL_SWITCH: Part = {
	symbol: SWITCH,
	value: "seal",
	footprint: "ambit:Microswitch_D2F",
	maker: "Omron",
	mpn: "D2F-L-D3",
	rating: "gold contacts",
};

export const LINK: Part = {
	symbol: JUMPER,
	value: "120 Ω on",
	footprint: "Connector_PinHeader_2.54mm:PinHeader_1x02_P2.54mm_Vertical",
	maker: "Würth",
	mpn: "61300211121",
};

/** Copper of 12 mm behind 2 mm of polycarbonate. */
export const TOUCH_PAD: Part = {
	symbol: ELECTRODE,
	value: "12 mm",
	footprint: "ambit:Touch_pad_12mm",
	maker: "copper of the board",
	mpn: "-",
};

/** Terminals with a lead for each of `names`. */
export const terminals = (
	name: string,
	names: Side,
	ordered: Pick<Part, "maker" | "mpn" | "footprint" | "rating">,
): Part => ({
	symbol: chipSymbol({ name, prefix: "X", right: names }),
	value: name,
	...ordered,
});

/** Clamps for mains and CTs: 10 mm apart, 2.5 mm² or 4 mm². */
export const wagoClamps = (poles: 2 | 4 | 6) => ({
	maker: "WAGO",
	mpn: `236-30${poles}`,
	footprint: `TerminalBlock_WAGO:TerminalBlock_WAGO_236-30${poles}_1x0${poles}_P10.00mm_45Degree`,
	rating: "10 mm",
});

/** Three screw terminals for extra-low voltage. */
export const SMALL_TERMINALS = {
	maker: "Phoenix Contact",
	mpn: "1715734",
	footprint: "TerminalBlock_Phoenix:TerminalBlock_Phoenix_MKDS-1,5-3-5.08_1x03_P5.08mm_Horizontal",
	rating: "5.08 mm",
};
