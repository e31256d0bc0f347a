/** Node's setImmediate in a browser: a turn of the event loop, without the delay of a timer. */
type Task = () => void;

const { port1, port2 } = new MessageChannel();
const tasks = new Map<number, Task>();
let lastId = 0;

port1.onmessage = ({ data }) => {
	const task = tasks.get(data);
	tasks.delete(data);
	task?.();
};

export function setImmediate<A extends readonly unknown[]>(
	callback: (...values: A) => void,
	...values: A
): number {
	const id = ++lastId;
	tasks.set(id, () => callback(...values));
	port2.postMessage(id);
	return id;
}

export function clearImmediate(id: number | undefined): void {
	if (id !== undefined) tasks.delete(id);
}
