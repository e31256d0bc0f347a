/** Entry of the bundle for the bench's engines: starts the firmware at START, then feeds it. */
import main from "main";
import { clock } from "./clock";
import {
	fitFlash,
	frontEnd,
	identity,
	pins,
	radio,
	serial,
	setRestartReason,
	touch,
} from "./device";
import { BYTES_PER_FRAME, SEQUENCE_LENGTH, ToBoard } from "./link";
import { input, inputView, sendDone, sendReady } from "./messages";
import Timer from "./timer";

host.onMessage = (type, length) => {
	switch (type) {
		case ToBoard.FRAMES: {
			const count = (length - SEQUENCE_LENGTH) / BYTES_PER_FRAME;
			if (!frontEnd.isNew(inputView.getUint16(0, true), count)) break;
			pass(count);
			frontEnd.deliver(count);
			break;
		}
		case ToBoard.WINDOWS: {
			const frames = inputView.getUint32(4, true);
			for (let left = inputView.getUint32(0, true); left > 0; left--) {
				pass(frames);
				frontEnd.deliverWindow(inputView);
			}
			break;
		}
		case ToBoard.TIME:
			pass(inputView.getUint32(0, true));
			break;
		case ToBoard.RECEIVED:
			serial.receive(input[0], input, 1, length);
			break;
		case ToBoard.INPUT:
			pins.change(input[0], input[1] === 0 ? 0 : 1);
			break;
		case ToBoard.TOUCH:
			touch.change(input[0], input[1] !== 0);
			break;
		case ToBoard.TEMPERATURE:
			frontEnd.temperatureCelsius = inputView.getFloat64(0, true);
			break;
		case ToBoard.BLE_CONNECTION:
			radio.connection(input[0], inputView.getUint16(1, true));
			break;
		case ToBoard.BLE_WRITE:
			radio.written(input[0], input[1], input.subarray(2, length));
			break;
		case ToBoard.BLE_READ:
			radio.read(input[0], input[1]);
			break;
		case ToBoard.BLE_SUBSCRIBE:
			radio.subscribed(input[0], input[1], input[2] !== 0);
			break;
		case ToBoard.BLE_PASSKEY:
			radio.passkey(input[0], inputView.getUint32(1, true));
			break;
		case ToBoard.BLE_AUTHENTICATED:
			radio.authenticated(input[0]);
			break;
		case ToBoard.START:
			identity.serialNumber = inputView.getUint32(0, true);
			identity.modbusId = input[4];
			identity.mbusAddress = input[5];
			if (input[6] === 1) fitFlash();
			setRestartReason(input[7]);
			main();
			radio.ready();
			sendReady();
			return;
		default:
			throw new Error(`link: unknown message ${type}`);
	}
	sendDone(Timer.framesToNext(clock.given));
};

function pass(frames: number): void {
	clock.given += frames;
	Timer.advance(clock.given);
}
