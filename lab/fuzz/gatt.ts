/**
 * GATT operations of clients without the password, paired or not: whatever they do, no setting may
 * change. Requests are complete, cut into fragments, out of order or damaged; some are valid
 * writes.
 */
import { rtuFrame } from "../../bench/bus/rtu.ts";
import { message } from "../../bench/meter/link.ts";
import { ToBench, ToBoard } from "../../boards/virtual/link.ts";
import { CHARACTERISTICS } from "../../src/ble/services.ts";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import type { Campaign } from "./fuzz.ts";
import { SETTINGS } from "./modbus.ts";
import type { Random } from "./random.ts";

const numberOf = (name: string): number => CHARACTERISTICS.findIndex((each) => each.name === name);
const REQUEST = numberOf("request");
const RESPONSE = numberOf("response");
const LOGIN = numberOf("login");
const RTU_REQUEST = numberOf("rtuRequest");
const RTU_RESPONSE = numberOf("rtuResponse");

/**
 * The client that proves that the meter still answers, and its request: transaction FE, a read of
 * the serial number.
 */
const WITNESS = 3;
const SIGN = [0xfe, 0x00, 0x03, 0x40, 0x00, 0x00, 0x02];
const ANSWER = Buffer.from([WITNESS, RESPONSE, 0xfe, 0x00, 0x03, 0x04, 0x12, 0x34, 0x56, 0x78]);

/**
 * Valid PDUs, mostly writes: 4010 = 25 s, 401F = 9995/5, 4032–4034, 6048 = 2, 4016 and 6049 = 0,
 * 7000 = 1.
 */
const PDUS = [
	[0x06, 0x40, 0x10, 0x00, 0x25],
	[0x10, 0x40, 0x1f, 0x00, 0x02, 0x04, 0x99, 0x95, 0x00, 0x05],
	[0x10, 0x40, 0x32, 0x00, 0x03, 0x06, 0x00, 0x01, 0x00, 0x01, 0x00, 0x03],
	[0x06, 0x60, 0x48, 0x00, 0x02],
	[0x06, 0x40, 0x16, 0x00, 0x00],
	[0x10, 0x60, 0x49, 0x00, 0x02, 0x04, 0x00, 0x00, 0x00, 0x00],
	[0x06, 0x70, 0x00, 0x00, 0x01],
	[0x03, 0x50, 0x00, 0x00, 0x38],
	[0x2b, 0x0e, 0x01, 0x00],
	[0x08, 0x00, 0x00, 0x12, 0x34],
];

/** Bytes of a piece of a Modbus RTU frame; each of the requests fits one. */
const PIECE = 20;

/** Longest value of an attribute. */
const LONGEST = 512;

const bytes = (random: Random, length: number): number[] =>
	Array.from({ length }, () => random() & 0xff);

const CLIENTS = [0, 1, 2];

/** A client: usually one of three, rarely one that cannot exist. */
const client = (random: Random): number =>
	random() % 50 === 0 ? 4 + (random() % 252) : random() % CLIENTS.length;

/** One operation: type and payload of a link message. */
function operation(random: Random): Uint8Array {
	const connection = client(random);
	const some = random() % CHARACTERISTICS.length;
	switch (random() % 18) {
		case 0: {
			const mtu = [0, 23, 23, 185, 517, random() & 0xffff][random() % 6] as number;
			return Uint8Array.of(ToBoard.BLE_CONNECTION, connection, mtu & 0xff, mtu >> 8);
		}
		case 1:
			return Uint8Array.of(ToBoard.BLE_READ, connection, random() % 20);
		case 2:
			return Uint8Array.of(ToBoard.BLE_SUBSCRIBE, connection, random() % 20, random() & 1);
		case 3:
		case 4:
			return Uint8Array.of(ToBoard.BLE_SUBSCRIBE, connection, RESPONSE, 1);
		case 5:
			return write(connection, LOGIN, wrongPassword(random));
		case 6:
			return write(connection, some, bytes(random, random() % (LONGEST + 1)));
		case 7:
			return Uint8Array.of(ToBoard.BLE_SUBSCRIBE, connection, RTU_RESPONSE, 1);
		case 8:
		case 9:
		case 10:
			return write(connection, RTU_REQUEST, piece(random));
		case 11:
			return Uint8Array.of(ToBoard.BLE_PASSKEY, connection, ...bytes(random, 3), 0);
		case 12:
			return Uint8Array.of(ToBoard.BLE_AUTHENTICATED, connection);
		default:
			return write(connection, REQUEST, fragment(random));
	}
}

/** Anything but 0000. */
function wrongPassword(random: Random): number[] {
	const length = [0, 1, 3, 4, 4, 4, 4, 5][random() % 8] as number;
	const digits = Array.from({ length }, () => 0x30 + (random() % 10));
	return digits.every((digit) => digit === 0x30) ? digits.map(() => 0x31) : digits;
}

function write(connection: number, characteristic: number, value: readonly number[]): Uint8Array {
	return Uint8Array.of(ToBoard.BLE_WRITE, connection, characteristic, ...value);
}

/** A fragment of a valid PDU or of noise, with a head that is right, nearly right, or random. */
function fragment(random: Random): number[] {
	const pdu = PDUS[random() % PDUS.length] as number[];
	switch (random() % 6) {
		case 0:
			return [random() & 0xff, 0, ...pdu];
		case 1:
			return [
				random() & 3,
				(random() & 3) | (random() & 0x80),
				...pdu.slice(random() % pdu.length),
			];
		case 2:
			return [random() & 3, 0x80, ...pdu.slice(0, random() % pdu.length)];
		case 3: {
			const spoilt = [...pdu];
			const at = random() % spoilt.length;
			spoilt[at] = (spoilt[at] as number) ^ (1 << (random() & 7));
			return [7, 0, ...spoilt];
		}
		case 4:
			return [random() & 3, random() & 0xff, ...bytes(random, random() % (LONGEST - 2))];
		default:
			return bytes(random, random() % 24);
	}
}

/** A piece of a Modbus RTU frame: of a valid request, a damaged one, or noise. */
function piece(random: Random): number[] {
	const pdu = PDUS[random() % PDUS.length] as number[];
	const frame = [...rtuFrame(random() % 3, Uint8Array.from(pdu))];
	switch (random() % 4) {
		case 0: {
			const at = random() % frame.length;
			frame[at] = (frame[at] as number) ^ (1 << (random() & 7));
			return frame.slice(0, PIECE);
		}
		case 1:
			return bytes(random, random() % (PIECE + 2));
		default:
			return frame.slice(0, PIECE);
	}
}

export const GATT: Campaign = {
	port: SETTINGS[0]?.port ?? 0,
	silence: 0.001 * FRAME_RATE_HZ,
	reads: SETTINGS,
	harmlessFrame: operation,
	deliver: (frame) => message(frame[0] as number, frame.subarray(1)),
	sign: {
		messages: [
			// A channel of Modbus RTU is made for the first client that subscribes, and kept.
			...CLIENTS.flatMap((client) => [
				message(ToBoard.BLE_CONNECTION, Uint8Array.of(client, 23, 0)),
				message(ToBoard.BLE_SUBSCRIBE, Uint8Array.of(client, RTU_RESPONSE, 1)),
			]),
			message(ToBoard.BLE_CONNECTION, Uint8Array.of(WITNESS, 23, 0)),
			message(ToBoard.BLE_SUBSCRIBE, Uint8Array.of(WITNESS, RESPONSE, 1)),
			message(ToBoard.BLE_WRITE, Uint8Array.of(WITNESS, REQUEST, ...SIGN)),
			message(ToBoard.BLE_CONNECTION, Uint8Array.of(WITNESS, 0, 0)),
		],
		isAnswer: (type, payload) => type === ToBench.BLE_NOTIFICATION && ANSWER.equals(payload),
	},
};
