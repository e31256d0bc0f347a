/** The three touch pads on the simulator's panel. */
import type { TouchPads } from "board";
import { onPanel } from "simulator/screen";

const PADS = 3;

export default class PanelTouchPads implements TouchPads {
	start(onTouch: (pad: number, down: boolean) => void): void {
		let previous = 0;
		onPanel(({ touched }) => {
			if (touched === undefined) return;
			const changed = touched ^ previous;
			previous = touched;
			for (let pad = 0; pad < PADS; pad++)
				if (changed & (1 << pad)) onTouch(pad, (touched & (1 << pad)) !== 0);
		});
	}
}
