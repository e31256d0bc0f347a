/**
 * The firmware with faults in it, for tests of what happens then: a request on RS-485 that is one of these words
 * begins it. A bundle for an engine; nothing of it is in the firmware.
 */
import "../../boards/virtual/boot";
import { ToBoard } from "../../boards/virtual/link";
import { input } from "../../boards/virtual/messages";

/** Objects that a leak keeps of each message: some hundred messages fill a microcontroller's heap. */
const LEAK = 10;

const deliver = host.onMessage;
let leaking = false;
let kept: object | undefined;

function leak(): void {
	for (let i = 0; i < LEAK; i++) kept = { next: kept };
}

/** Deeper than any stack. */
function descend(depth: number): number {
	return 1 + descend(depth + 1);
}

function spoil(word: string): void {
	if (word === "LEAK") leaking = true;
	else if (word === "STACK") descend(0);
	else if (word === "THROW") throw new Error("thrown by the test");
}

host.onMessage = (type, length) => {
	if (type === ToBoard.RECEIVED) spoil(String.fromCharCode(...input.subarray(1, length)));
	if (leaking) leak();
	deliver?.(type, length);
};
