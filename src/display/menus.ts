/** The menus that the middle button opens, and the ways between their screens (manual 7.4–7.6). */

import type Password from "access/password";
import BluetoothScreen from "display/bluetooth-screen";
import MenuScreen from "display/menu-screen";
import PasswordEntry from "display/password-entry";
import type { Screen } from "display/screen";
import {
	SETTING_PAGES,
	SETTING_PAGES_WITHOUT_RADIO,
	type SettingPage,
} from "display/setting-items";
import SettingScreen from "display/setting-screen";
import { label } from "indication/label";
import type Picture from "indication/picture";
import type TextArea from "indication/text-area";
import type RegisterModel from "registers/model";

const MAIN = Object.freeze([label("BLUETOOTH"), label("SETTINGS"), label("BACK")]);
const MAIN_WITHOUT_RADIO = Object.freeze([label("SETTINGS"), label("BACK")]);

/** Objects that the menus use. */
export interface MenuParts {
	readonly area: TextArea;
	readonly picture: Picture;
	readonly model: RegisterModel;
	readonly password: Password;
	/** Returns the text of the Bluetooth page's QR code; undefined without a radio. */
	readonly qrText: (() => string) | undefined;
}

export default class Menus {
	private readonly main: MenuScreen;
	private readonly settings: MenuScreen;
	private readonly setting: SettingScreen;
	private readonly password: PasswordEntry;
	/** Undefined without a radio. */
	private readonly bluetooth: BluetoothScreen | undefined;
	private readonly show: (screen: Screen) => void;
	private readonly leave: () => void;

	/**
	 * @param show shows a screen
	 * @param leave closes the menus
	 */
	constructor(
		{ area, picture, model, password, qrText }: MenuParts,
		show: (screen: Screen) => void,
		leave: () => void,
	) {
		const pages = qrText ? SETTING_PAGES : SETTING_PAGES_WITHOUT_RADIO;
		const words = pages.map(({ word }) => word);
		const openSettings = (): void => show(this.settings);
		this.show = show;
		this.leave = leave;
		this.main = qrText
			? new MenuScreen(area, MAIN, (place) => this.chooseMain(place), leave)
			: new MenuScreen(area, MAIN_WITHOUT_RADIO, (place) => this.chooseMain(place + 1), leave);
		this.settings = new MenuScreen(area, words, (place) => this.chooseSetting(pages[place]), leave);
		this.setting = new SettingScreen(area, model, openSettings);
		this.password = new PasswordEntry(area, password, openSettings, leave);
		if (qrText)
			this.bluetooth = new BluetoothScreen(area, picture, model, password, qrText, () =>
				show(this.main),
			);
	}

	/** Opens the first menu. */
	open(): void {
		this.main.open();
		this.show(this.main);
	}

	private chooseMain(place: number): void {
		if (place === 0 && this.bluetooth) {
			this.bluetooth.open();
			this.show(this.bluetooth);
		} else if (place === 1) {
			this.settings.open();
			this.password.open();
			this.show(this.password);
		} else this.leave();
	}

	private chooseSetting(page: SettingPage): void {
		if (page.items.length === 0) this.leave();
		else {
			this.setting.open(page);
			this.show(this.setting);
		}
	}
}
