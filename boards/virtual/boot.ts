/** Entry of the bundle for the bench's engines: starts the firmware at START, then feeds it. */
import main from "main";
import Bluetooth from "./bluetooth";
import { clock } from "./clock";
import { fitFlash, frontEnd, identity, setRestartReason, touch } from "./device";
import Digital from "./digital";
import { BYTES_PER_FRAME, SEQUENCE_LENGTH, ToBoard } from "./link";
import { input, inputView, sendDone, sendReady } from "./messages";
import Serial from "./serial";
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
		case ToBoard.TIME:
			pass(inputView.getUint32(0, true));
			break;
		case ToBoard.RECEIVED:
			Serial.receive(input[0], input, 1, length);
			break;
		case ToBoard.INPUT:
			Digital.change(input[0], input[1] === 0 ? 0 : 1);
			break;
		case ToBoard.TOUCH:
			touch.change(input[0], input[1] !== 0);
			break;
		case ToBoard.BLE_CONNECTION:
			Bluetooth.connection(input[0], inputView.getUint16(1, true), input.subarray(3, length));
			break;
		case ToBoard.BLE_WRITE:
			Bluetooth.written(input[0], input[1], input.subarray(2, length));
			break;
		case ToBoard.BLE_READ:
			Bluetooth.read(input[0], input[1]);
			break;
		case ToBoard.BLE_SUBSCRIBE:
			Bluetooth.subscribed(input[0], input[1], input[2] !== 0);
			break;
		case ToBoard.START:
			identity.serialNumber = inputView.getUint32(0, true);
			identity.modbusId = input[4];
			identity.mbusAddress = input[5];
			if (input[6] === 1) fitFlash();
			setRestartReason(input[7]);
			main();
			Bluetooth.ready();
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
