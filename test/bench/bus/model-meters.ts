/** Meters that obey Modbus RTU or M-Bus as the standards say, on a line of a test's own time. */
import { MBUS } from "../../../bench/bus/mbus.ts";
import { RTU, rtuFrame } from "../../../bench/bus/rtu.ts";
import { FakeLineMeter } from "../../../testkit/line-meter.ts";

/** A meter that looks at what it has received once the line has been silent for some frames. */
abstract class ModelMeter extends FakeLineMeter {
	/** Chunks that it was given. */
	chunks = 0;
	#heard: number[] = [];
	#cancel: () => void = () => {};
	readonly #silenceFrames: number;

	constructor(silenceFrames: number) {
		super();
		this.#silenceFrames = silenceFrames;
	}

	override receive(bytes: Uint8Array): void {
		this.chunks++;
		this.#heard.push(...bytes);
		this.#cancel();
		this.#cancel = this.after(this.#silenceFrames, () => {
			const frame = this.frameOf(this.#heard);
			this.#heard = [];
			this.serve(Buffer.from(frame));
		});
	}

	/** The frame in the bytes between two silences. */
	protected frameOf(bytes: number[]): number[] {
		return bytes;
	}

	protected abstract serve(frame: Buffer): void;
}

/** Answers every function with its unit; function 6 sets the unit ID after the answer. */
export class ModbusModel extends ModelMeter {
	unit: number;

	constructor(unit: number) {
		super(17);
		this.unit = unit;
		this.settings = RTU.initial;
	}

	protected serve(frame: Buffer): void {
		const [unit, code = 0, , , , value = 0] = frame;
		if (RTU.addressOf(frame) === undefined || (unit !== this.unit && unit !== 0)) return;
		if (unit !== 0) this.transmit(rtuFrame(this.unit, Uint8Array.of(code, this.unit)));
		if (code === 6) this.unit = value;
	}
}

/** Digits of an identification as they travel: BCD, least significant byte first. */
const bcd = (digits: string): number[] => [...Buffer.from(digits, "hex")].reverse();

const TRAILER = [0xcd, 0x25, 1, 2];

/** A long frame around C-, A-, CI-field and data. */
export function long(...data: number[]): Uint8Array {
	const sum = data.reduce((total, byte) => (total + byte) & 0xff, 0);
	return Uint8Array.of(0x68, data.length, data.length, 0x68, ...data, sum, 0x16);
}

export function short(control: number, address: number): Uint8Array {
	return Uint8Array.of(0x10, control, address, (control + address) & 0xff, 0x16);
}

/** Selects an identification, digits or F. */
export const select = (digits: string): Uint8Array =>
	long(0x53, 0xfd, 0x52, ...bcd(digits), 0xff, 0xff, 0xff, 0xff);

/** Knows SND_NKE, REQ_UD2, the selection, and the write of the primary address. */
export class MbusModel extends ModelMeter {
	address: number;
	selected = false;
	readonly #digits: string;

	constructor(address: number, digits: string) {
		super(37);
		this.address = address;
		this.#digits = digits;
		this.settings = MBUS.initial;
	}

	/** The last one that is whole: a frame is found after others and after noise. */
	protected override frameOf(bytes: number[]): number[] {
		const whole = (start: number, end: number): boolean =>
			MBUS.addressOf(Uint8Array.from(bytes.slice(start, end))) !== undefined;
		let last: number[] = [];
		for (let start = 0; start < bytes.length; start++) {
			const length = bytes[start] === 0x10 ? 5 : 6 + (bytes[start + 1] ?? 0);
			if (!whole(start, start + length)) continue;
			last = bytes.slice(start, start + length);
			start += length - 1;
		}
		return last;
	}

	protected serve(frame: Buffer): void {
		if (frame.length === 0) return;
		const [control = 0, address = 0, information, dif, vif, value = 0] =
			frame[0] === 0x10 ? frame.subarray(1) : frame.subarray(4);
		const isSelection = frame[0] === 0x68 && address === 0xfd && information === 0x52;
		if (isSelection) {
			this.selected = this.#fits(frame.subarray(7, 11));
			if (this.selected) this.#acknowledge(address);
			return;
		}
		const mine = address >= 0xfe || address === this.address || (address === 0xfd && this.selected);
		if (!mine) return;
		if (control === 0x40 && address === 0xfd) this.selected = false;
		if (control === 0x40) this.#acknowledge(address);
		if (control === 0x5b && address !== 0xff)
			this.transmit(long(0x08, this.address, 0x72, ...bcd(this.#digits), ...TRAILER, 1, 0, 0, 0));
		if (information === 0x51 && dif === 0x01 && vif === 0x7a) {
			this.address = value;
			this.#acknowledge(address);
		}
	}

	#acknowledge(address: number): void {
		if (address !== 0xff) this.transmit(Uint8Array.of(0xe5));
	}

	#fits(wanted: Buffer): boolean {
		const text = Buffer.from(wanted).reverse().toString("hex");
		return [...text].every((digit, at) => digit === "f" || digit === this.#digits[at]);
	}
}
