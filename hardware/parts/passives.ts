/** Resistors, capacitors and inductors. */
import { CAPACITOR, ELECTROLYTIC, INDUCTOR, RESISTOR, VARISTOR } from "../drawing/glyphs.ts";
import type { Part } from "../drawing/part.ts";

/** Yageo's way of writing a value: 4.7k is 4K7, 470 is 470R. */
function yageoCode(value: string): string {
	const [, digits, unit] = /^([\d.]+)(k|M)?$/.exec(value) ?? [];
	const letter = unit === undefined ? "R" : unit.toUpperCase();
	return digits.includes(".") ? digits.replace(".", letter) : digits + letter;
}

/** A resistor of 1 %, 0603, 0.1 W, 75 V. */
export const resistor = (value: string): Part => ({
	symbol: RESISTOR,
	value,
	footprint: "Resistor_SMD:R_0603_1608Metric",
	maker: "Yageo",
	mpn: `RC0603FR-07${yageoCode(value)}L`,
	rating: "1 %",
});

/** A resistor of 1 %, 1206, 0.25 W, 200 V. */
export const resistor1206 = (value: string): Part => ({
	symbol: RESISTOR,
	value,
	footprint: "Resistor_SMD:R_1206_3216Metric",
	maker: "Yageo",
	mpn: `RC1206FR-07${yageoCode(value)}L`,
	rating: "1 %, 200 V",
});

const precise = (value: string, size: string, code: string): Part => ({
	symbol: RESISTOR,
	value,
	footprint: `Resistor_SMD:R_${size}`,
	maker: "Vishay",
	mpn: `TNPW${size.slice(0, 4)}${code}BEEA`,
	rating: "0.1 %, 25 ppm/K",
});

/** Upper leg of the voltage dividers: three share the voltage. */
export const DIVIDER_UPPER: Part = precise("255k", "1206_3216Metric", "255K");
/** Lower leg. */
export const DIVIDER_LOWER: Part = precise("1.15k", "0805_2012Metric", "1K15");
/** Half of a burden. */
export const BURDEN_HALF: Part = precise("40.2", "0805_2012Metric", "40R2");

/** Between mains and rectifier: limits surge and inrush, opens when the supply fails short. */
export const FUSIBLE: Part = {
	symbol: RESISTOR,
	value: "220",
	footprint: "Resistor_THT:R_Axial_DIN0516_L15.5mm_D5.0mm_P20.32mm_Horizontal",
	maker: "Vishay",
	mpn: "AC03000002200JAC00",
	rating: "5 %, 3 W, wirewound, flameproof",
};

/** In series with the tariff input: 115 V and 0.28 W each at 230 V. */
export const TARIFF_SERIES: Part = {
	symbol: RESISTOR,
	value: "47k",
	footprint: "Resistor_THT:R_Axial_DIN0309_L9.0mm_D3.2mm_P15.24mm_Horizontal",
	maker: "Vishay",
	mpn: "PR01000104702JR500",
	rating: "5 %, 1 W, 350 V",
};

/** Lines of the buses: takes the current of a surge. */
export const pulseResistor = (value: string, mpn: string): Part => ({
	symbol: RESISTOR,
	value,
	footprint: "Resistor_SMD:R_1206_3216Metric",
	maker: "Vishay",
	mpn,
	rating: "5 %, pulse proof",
});

const ceramic = (value: string, mpn: string, rating: string, size = "0603_1608Metric"): Part => ({
	symbol: CAPACITOR,
	value,
	footprint: `Capacitor_SMD:C_${size}`,
	maker: "Samsung",
	mpn,
	rating,
});

export const C_30P = ceramic("30p", "CL10C300JB8NNNC", "C0G, 50 V");
export const C_1N = ceramic("1n", "CL10B102KB8NNNC", "X7R, 50 V");
export const C_100N = ceramic("100n", "CL10B104KB8NNNC", "X7R, 50 V");
export const C_220N = ceramic("220n", "CL10B224KA8NNNC", "X7R, 25 V");
export const C_1U = ceramic("1u", "CL10B105KA8NNNC", "X7R, 25 V");
export const C_2U2 = ceramic("2.2u", "CL10A225KA8NNNC", "X5R, 25 V");
export const C_10U = ceramic("10u", "CL21A106KAYNNNE", "X5R, 25 V", "0805_2012Metric");
export const C_22U = ceramic("22u", "CL21A226MAQNNNE", "X5R, 25 V", "0805_2012Metric");

/** Filters of the converter's inputs. */
export const C_FILTER: Part = {
	symbol: CAPACITOR,
	value: "8.2n",
	footprint: "Capacitor_SMD:C_0805_2012Metric",
	maker: "Murata",
	mpn: "GRM2195C1H822FA01D",
	rating: "C0G, 1 %, 50 V",
};

/** Holds the peaks by which the bus is measured. */
export const C_PEAK: Part = {
	symbol: CAPACITOR,
	value: "47n",
	footprint: "Capacitor_SMD:C_0805_2012Metric",
	maker: "Murata",
	mpn: "GRM21BR72A473KA01L",
	rating: "X7R, 10 %, 100 V",
};

/** Snubber of the switch. */
export const C_SNUBBER: Part = {
	symbol: CAPACITOR,
	value: "470p",
	footprint: "Capacitor_SMD:C_1206_3216Metric",
	maker: "Vishay",
	mpn: "HV1206Y471KXMATHV",
	rating: "X7R, 2 kV",
};

/** High frequencies of the bus. */
export const C_FILM: Part = {
	symbol: CAPACITOR,
	value: "47n",
	footprint: "Capacitor_THT:C_Rect_L18.0mm_W7.0mm_P15.00mm_FKS3_FKP3",
	maker: "WIMA",
	mpn: "MKP1O124704D00KSSD",
	rating: "film, 1000 V DC",
};

/** Hold-up: two in series, 11 uF at 900 V. */
export const C_HOLD_UP: Part = {
	symbol: ELECTROLYTIC,
	value: "22u",
	footprint: "Capacitor_THT:CP_Radial_D12.5mm_P5.00mm",
	maker: "Nichicon",
	mpn: "UCY2W220MHD",
	rating: "450 V, 105 °C, 20 %",
	rated: true,
};

/** 5 V: the radio's peaks. */
export const C_OUTPUT: Part = {
	symbol: ELECTROLYTIC,
	value: "470u",
	footprint: "Capacitor_THT:CP_Radial_D8.0mm_P3.50mm",
	maker: "Panasonic",
	mpn: "EEU-FR1C471",
	rating: "16 V, low impedance, 105 °C",
};

/** The M-Bus transceiver's store. */
export const C_STORE: Part = {
	symbol: ELECTROLYTIC,
	value: "220u",
	footprint: "Capacitor_THT:CP_Radial_D8.0mm_P3.50mm",
	maker: "Panasonic",
	mpn: "EEU-FR1C221",
	rating: "16 V",
};

/** Keeps the switch's frequency from the mains. */
export const CHOKE: Part = {
	symbol: INDUCTOR,
	value: "1m",
	footprint: "Inductor_THT:L_Radial_D7.0mm_P3.00mm",
	maker: "Würth",
	mpn: "7447462102",
	rating: "0.2 A",
};

/** Between the digital and the converter's 3.3 V. */
export const FERRITE: Part = {
	symbol: INDUCTOR,
	value: "600@100MHz",
	footprint: "Inductor_SMD:L_0603_1608Metric",
	maker: "Murata",
	mpn: "BLM18AG601SN1D",
	rating: "0.5 A",
};

/** Each phase to N, with a fuse that opens it when it is worn. */
export const MAINS_VARISTOR: Part = {
	symbol: VARISTOR,
	value: "510 V AC",
	footprint: "Varistor:RV_Disc_D15.5mm_W6.3mm_P7.5mm",
	maker: "Littelfuse",
	mpn: "TMOV14RP510E",
	rating: "14 mm, thermally protected",
};
