/** The SDK's `touchpad` (modules/drivers/touchpad), which comes without typings. */
declare module "touchpad" {
	export default class TouchPad {
		constructor(options: {
			/** Touch channels, one bit each. */
			pins: number;
			guard?: number;
			/** Relative change of the reading that counts as a touch; default 0.2. */
			sensitivity?: number;
			/** Called when a channel is touched or released. */
			onReadable: () => void;
		});
		/** Returns the touched channels, one bit each. */
		read(): number;
		close(): void;
	}
}
