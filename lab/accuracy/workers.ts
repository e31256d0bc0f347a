/** Examines meters in processes of their own, several at a time. */
import { type ChildProcess, fork } from "node:child_process";
import type { Examination } from "./examination.ts";
import type { Message, Order, Paths } from "./worker-process.ts";

/**
 * Examines the meters; the examinations are in the order of the serial numbers.
 * @param worker path of the bundle of worker-process.ts
 * @param onStep called after each step of a meter
 * @throws {Error} when a meter cannot be examined; the others are abandoned
 */
export async function examineAll(
	worker: string,
	paths: Paths,
	serialNumbers: readonly number[],
	workers: number,
	onStep: (serialNumber: number, what: string) => void,
): Promise<Examination[]> {
	const examinations = new Map<number, Examination>();
	const waiting = [...serialNumbers];
	const children: ChildProcess[] = [];
	const work = async (): Promise<void> => {
		const child = fork(worker, { serialization: "advanced" });
		children.push(child);
		for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
			examinations.set(next, await order(child, { paths, serialNumber: next }, onStep));
		child.disconnect();
	};
	try {
		await Promise.all(Array.from({ length: Math.min(workers, serialNumbers.length) }, work));
	} finally {
		for (const child of children) if (child.connected) child.disconnect();
	}
	return serialNumbers.flatMap((serialNumber) => examinations.get(serialNumber) ?? []);
}

/** Has a worker examine one meter. */
function order(
	child: ChildProcess,
	what: Order,
	onStep: (serialNumber: number, step: string) => void,
): Promise<Examination> {
	return new Promise((resolve, reject) => {
		const end = (): void => {
			child.off("message", hear);
			child.off("exit", fail);
		};
		const fail = (): void => {
			end();
			reject(new Error(`meter ${what.serialNumber}: its worker has ended`));
		};
		const hear = (message: Message): void => {
			if ("step" in message) {
				onStep(what.serialNumber, message.step);
				return;
			}
			end();
			if ("failure" in message) reject(new Error(message.failure));
			else resolve(message.examination);
		};
		child.on("message", hear);
		child.on("exit", fail);
		child.send(what);
	});
}
