/**
 * The firmware with faults, for tests of their handling: a request on RS-485 that is a unit ID and
 * one of these words starts the fault. A bundle for an engine; the real firmware contains nothing
 * of it.
 */
import "../../boards/virtual/boot";
import { ToBoard } from "../../boards/virtual/link";
import { input } from "../../boards/virtual/messages";

/** Objects leaked per message: a few hundred messages fill a microcontroller's heap. */
const LEAK = 10;

const deliver = host.onMessage;
let leaking = false;
let kept: object | undefined;

function leak(): void {
	for (let i = 0; i < LEAK; i++) kept = { next: kept };
}

/** Recurses until the stack overflows. */
function descend(depth: number): number {
	return 1 + descend(depth + 1);
}

function spoil(word: string): void {
	if (word === "LEAK") leaking = true;
	else if (word === "STACK") descend(0);
	else if (word === "HANG") for (;;);
	else if (word === "THROW") throw new Error("thrown by the test");
}

host.onMessage = (type, length) => {
	if (type === ToBoard.RECEIVED) spoil(String.fromCharCode(...input.subarray(2, length)));
	if (leaking) leak();
	deliver?.(type, length);
};
