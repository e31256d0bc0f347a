/** Entry of the bundle that an engine runs for a life: the virtual board's, and windows. */
import "../../boards/virtual/boot";
import { clock } from "../../boards/virtual/clock";
import { ToBoard } from "../../boards/virtual/link";
import { input, inputView, sendDone } from "../../boards/virtual/messages";
import Timer from "../../boards/virtual/timer";
import { frontEnd } from "./device.ts";
import { WINDOW_PORT } from "./windows.ts";

const board = host.onMessage;

host.onMessage = (type, length) => {
	if (type !== ToBoard.RECEIVED || input[0] !== WINDOW_PORT) {
		board?.(type, length);
		return;
	}
	frontEnd.deliver(inputView, 1);
	sendDone(Timer.framesToNext(clock.given));
};
