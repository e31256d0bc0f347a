/** An M-Bus slave on a line, with a register model and nothing else of the meter. */

import { catalogue } from "catalogue";
import { mbusMaps } from "maps";
import MBusSettings from "mbus/settings";
import MBusSlave from "mbus/slave";
import { Outcome } from "registers/binding";
import { clock } from "../../boards/virtual/clock.ts";
import type { RegisterName } from "../../client/register-table.ts";
import { bytesOf, Line } from "../../testkit/line.ts";
import { TestModel } from "../../testkit/model.ts";

/** A short frame. */
export function short(control: number, address: number): number[] {
	return [0x10, control, address, (control + address) & 0xff, 0x16];
}

/** A long frame, or a control frame without data. */
export function long(
	control: number,
	address: number,
	information: number,
	data: readonly number[] = [],
): number[] {
	const body = [control, address, information, ...data];
	const sum = body.reduce((total, byte) => total + byte, 0) & 0xff;
	return [0x68, body.length, body.length, 0x68, ...body, sum, 0x16];
}

export const NKE = 0x40;
export const REQ = 0x5b;
export const SND = 0x53;
export const E5 = [0xe5];

/** A selection by the secondary address as it is sent. */
export const select = (address: string, control = SND): number[] =>
	long(control, 0xfd, 0x52, bytesOf(address));

/** Addresses of the slave in the tests; the secondary one is 19020246, INM, 1, electricity. */
export const OWN = 1;
export const SECONDARY = "46 02 02 19 CD 25 01 02";

/** Characters of the telegram. */
export const TELEGRAM_LENGTH = 250;

/** A record that sets the tariff to T2. */
export const TARIFF_2 = bytesOf("09 7C 01 54 02");

export class TestSlave {
	readonly line = new Line();
	readonly model = new TestModel();
	readonly #slave: MBusSlave;

	constructor() {
		this.model.setByName("mbusAddress", OWN);
		this.model.setByName("mbusIdentification", 19020246);
		const settings = new MBusSettings(this.model);
		this.#slave = new MBusSlave(this.line.port, clock, settings, this.model, mbusMaps);
		this.#slave.start();
	}

	/** Frames for this meter so far. */
	get requests(): number {
		return this.#slave.requests;
	}

	/** Value of a register in the model's unit. */
	value(name: RegisterName): number {
		return this.model.get(catalogue.indexOf(name));
	}

	/** Writes a register as another part of the meter does; returns the outcome's name. */
	write(name: RegisterName, value: number): string | undefined {
		const outcome = this.model.write(catalogue.indexOf(name), value);
		return Object.entries(Outcome).find(([, code]) => code === outcome)?.[0];
	}

	/** Makes the owner of a register refuse every value. */
	refuse(name: RegisterName): void {
		this.model.bind(catalogue.indexOf(name), { judge: () => Outcome.REFUSED });
	}

	/** All values that can be written, and the port's baud rate. */
	settings(): unknown[] {
		return [
			...Array.from({ length: this.model.length }, (_, index) =>
				this.model.attributesOf(index).range ? this.model.get(index) : 0,
			),
			this.line.options?.baud,
		];
	}

	/** Receives these characters at once; returns the answers within 1.3 s. */
	ask(...bytes: number[]): number[][] {
		this.line.receive(bytes);
		this.line.wait(1_300_000);
		return this.line.take();
	}

	/** Lengths of the answers to these characters. */
	lengths(...bytes: number[]): number[] {
		return this.ask(...bytes).map((answer) => answer.length);
	}
}
