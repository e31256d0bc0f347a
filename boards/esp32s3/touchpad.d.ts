/** The SDK's `touchpad` (modules/drivers/touchpad), which has no declaration. */
declare module "touchpad" {
	export default class TouchPad {
		constructor(options: {
			/** Touch channels, a bit each. */
			pins: number;
			guard?: number;
			/** Part of the untouched reading that is a touch; 0.2 unless given. */
			sensitivity?: number;
			/** A channel was touched or let go. */
			onReadable: () => void;
		});
		/** Channels that are touched, a bit each. */
		read(): number;
		close(): void;
	}
}
