/** Chips of the supplies, their pins where the sheets want them. */
import { chip, TI } from "./ordered.ts";

export const SWITCHER = chip(
	{
		name: "LNK3694",
		right: ["1:BP/M:i", "2:FB:i"],
		top: ["4:D:c"],
		bottom: ["5:S:s", "6:S:p", "7:S:p", "8:S:p"],
		width: 12,
	},
	{
		value: "LNK3694D",
		footprint: "Package_SO:PowerIntegrations_SO-8C",
		maker: "Power Integrations",
		mpn: "LNK3694D-TL",
		rating: "900 V",
		rated: true,
		kicad: "Regulator_Switching:LNK3204D",
	},
);

export const REGULATOR_3V3 = chip(
	{
		name: "TLV75733P",
		left: ["1:IN:s", "3:EN:i"],
		right: ["5:OUT:d", "4:NC:n"],
		bottom: ["2:GND:s"],
		width: 12,
	},
	{
		footprint: "Package_TO_SOT_SMD:SOT-23-5",
		maker: TI,
		mpn: "TLV75733PDBVR",
		rating: "3.3 V, 1 A",
		kicad: "Regulator_Linear:TLV75733PDBV",
	},
);

export const REGULATOR_ISOLATED = chip(
	{
		name: "LP2985-3.3",
		left: ["1:VIN:s", "3:ON/~{OFF}:i"],
		right: ["5:VOUT:d", "4:BP:i"],
		bottom: ["2:GND:s"],
		width: 14,
	},
	{
		footprint: "Package_TO_SOT_SMD:SOT-23-5",
		maker: TI,
		mpn: "LP2985-33DBVR",
		rating: "3.3 V, 150 mA, 16 V in",
		kicad: "Regulator_Linear:LP2985-3.3",
	},
);

export const POWER_FAIL_COMPARATOR = chip(
	{
		name: "TLV3012",
		left: ["3:IN+:i", "4:IN-:i", undefined, "5:REF:o"],
		right: [undefined, "1:OUT:o"],
		top: ["6:V+:s"],
		bottom: ["2:V-:s"],
		width: 10,
	},
	{
		footprint: "Package_TO_SOT_SMD:SOT-23-6",
		maker: TI,
		mpn: "TLV3012AIDBVR",
		rating: "1.242 V reference, push-pull",
	},
);

export const SUPERVISOR = chip(
	{
		name: "TLV803S",
		left: ["3:VDD:s"],
		right: ["2:~{RESET}:c"],
		bottom: ["1:GND:s"],
		width: 12,
	},
	{
		footprint: "Package_TO_SOT_SMD:SOT-23",
		maker: TI,
		mpn: "TLV803SDBZR",
		rating: "2.93 V, open drain, 200 ms",
	},
);

export const TRANSFORMER_DRIVER = chip(
	{
		name: "SN6505B",
		left: ["2:VCC:s", "5:EN:i", "6:CLK:i"],
		right: ["1:D1:c", undefined, "3:D2:c"],
		bottom: ["4:GND:s"],
		width: 10,
	},
	{
		footprint: "Package_TO_SOT_SMD:SOT-23-6",
		maker: TI,
		mpn: "SN6505BDBVR",
		rating: "420 kHz",
		kicad: "Power_Management:SN6505BDBV",
	},
);
