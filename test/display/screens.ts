/** The screens of docs/display.md and of the manual, and the way to each from a new meter. */
import { Place, TestDisplay } from "../../testkit/display.ts";

/** A screen; its picture has the same name. */
export interface ScreenCase {
	readonly name: string;
	readonly show: () => TestDisplay;
}

/** A meter like the one in the manual's pictures: 123 Wh in each register, OBIS codes on. */
const MANUAL = {
	softwareVersion: 1.23,
	obisCodes: 1,
	forwardActiveEnergyT1: 123,
	forwardActiveEnergyT2: 123,
	reverseActiveEnergyT1: 123,
	reverseActiveEnergyT2: 123,
	powerDownCounter: 42,
	backlight: 2,
	frequency: 50,
} as const;

/** A load with CTs of 100/5 A, L3 exporting. */
const LOADED = {
	...MANUAL,
	obisCodes: 0,
	ctRatio: 1_000_005,
	forwardActiveEnergyT1: 1_234_567,
	forwardActiveEnergyT2: 89_012,
	reverseActiveEnergyT1: 345,
	reverseActiveEnergyT2: 0,
	forwardActiveEnergy: 1_323_579,
	reverseActiveEnergy: 345,
	totalActiveEnergy: 1_323_579,
	activePower: 6321.4,
	reactivePower: 1204.2,
	apparentPower: 20_700.1,
	powerFactor: 0.31,
	frequency: 50.012,
	quadrant: 1,
	voltageL1: 230.12,
	currentL1: 30.004,
	activePowerL1: 6604.7,
	reactivePowerL1: 2011.3,
	apparentPowerL1: 6904.5,
	powerFactorL1: 0.96,
	activePowerL2: 6587.2,
	activePowerL3: -6870.5,
	directionL3: 0x3352,
	quadrantL3: 2,
	forwardReactiveEnergy: 456_789,
	reverseReactiveEnergy: 1_002,
	resettableEnergy: 77_031,
	checksum: 0x1a2b3c4d,
} as const;

function at(
	values: ConstructorParameters<typeof TestDisplay>[0],
	go: (display: TestDisplay) => void,
) {
	return (): TestDisplay => {
		const display = new TestDisplay(values);
		display.wait(1);
		go(display);
		return display;
	};
}

/** A page of the settings menu. */
function setting(place: number, go: (display: TestDisplay) => void = () => {}) {
	return at(MANUAL, (display) => {
		display.openSettings();
		display.openPage(place);
		go(display);
	});
}

const stay = (): void => {};

export const SCREENS: readonly ScreenCase[] = [
	{ name: "total", show: at(LOADED, stay) },
	{
		name: "bus-and-checksum",
		show: at(LOADED, (display) => {
			display.wait(9);
			display.requests++;
			display.wait(1);
		}),
	},
	{ name: "l1", show: at(LOADED, (display) => display.press("right")) },
	{
		name: "total-energies",
		show: at(LOADED, (display) => display.press("right", "right", "right", "right")),
	},
	{
		name: "power-quality",
		show: at(
			{
				...LOADED,
				voltageThdL1: 2.31,
				voltageThdL2: 2.28,
				voltageThdL3: 1.96,
				currentThdL1: 4.07,
				currentThdL2: 38.52,
				currentThdL3: 104.33,
				neutralCurrent: 3.2174,
			},
			(display) => {
				for (let i = 0; i < 8; i++) display.press("right");
			},
		),
	},
	{
		name: "counters",
		show: at(LOADED, (display) => {
			for (let i = 0; i < 10; i++) display.press("right");
		}),
	},
	{
		name: "counters-total",
		show: at(LOADED, (display) => {
			for (let i = 0; i < 9; i++) display.press("right");
		}),
	},
	{
		name: "ct-history",
		show: at({ ...LOADED, obisCodes: 1 }, (display) => {
			display.ratios.push({ primary: 100, secondary: 5 });
			display.set({ forwardActiveEnergyPage1: 1_200_000, forwardActiveEnergyPage1T1: 1_200_000 });
			display.press("left", "left");
		}),
	},
	{ name: "obis", show: at(MANUAL, stay) },
	{
		name: "four-tariffs",
		show: at(
			{ ...LOADED, obisCodes: 1, laterTariffs: 1, tariff: 4, forwardActiveEnergyT4: 5_001 },
			stay,
		),
	},
	{ name: "menu", show: at(MANUAL, (display) => display.hold("middle")) },
	{
		name: "bluetooth",
		show: at(MANUAL, (display) => {
			display.hold("middle");
			display.press("middle");
		}),
	},
	{
		name: "password-entry",
		show: at(MANUAL, (display) => {
			display.hold("middle");
			display.press("right", "middle", "right", "middle", "right", "right");
		}),
	},
	{ name: "settings-1", show: at(MANUAL, (display) => display.openSettings()) },
	{
		name: "settings-2",
		show: at(MANUAL, (display) => {
			display.openSettings();
			for (let i = 0; i < 6; i++) display.press("right");
		}),
	},
	{
		name: "settings-3",
		show: at(MANUAL, (display) => {
			display.openSettings();
			display.press("left");
		}),
	},
	{ name: "setting-password", show: setting(Place.PASSWORD) },
	{
		name: "setting-tariff",
		show: setting(Place.TARIFF, (display) => display.press("middle", "left")),
	},
	{ name: "setting-s0", show: setting(Place.S0) },
	{ name: "setting-modbus", show: setting(Place.MODBUS) },
	{ name: "setting-mbus", show: setting(Place.MBUS) },
	{
		name: "setting-mbus-2",
		show: setting(Place.MBUS, (display) => display.press("right", "right", "right")),
	},
	{
		name: "setting-ct",
		show: setting(Place.CT, (display) => display.press("middle", "middle", "right")),
	},
	{ name: "setting-backlight", show: setting(Place.BACKLIGHT) },
	{ name: "setting-powerdown", show: setting(Place.POWERDOWN) },
	{ name: "setting-broadcast", show: setting(Place.BROADCAST) },
	{ name: "setting-trip", show: setting(Place.TRIP, (display) => display.press("middle")) },
	{ name: "setting-scroll", show: setting(Place.SCROLL) },
	{ name: "setting-obis", show: setting(Place.OBIS) },
	{
		name: "locked",
		show: at({ ...MANUAL, checksum: LOADED.checksum }, (display) => {
			display.hold("middle");
			display.press("right", "middle");
			for (let i = 0; i < 5; i++) {
				display.enter("0001");
				if (i < 4) display.press("middle");
			}
		}),
	},
	{ name: "turned", show: at({ ...LOADED, screenDirection: 1 }, stay) },
	{ name: "error", show: at({ ...MANUAL, errorCode: 0x0d }, stay) },
];
