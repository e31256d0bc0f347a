/** The virtual board with windows in place of frames, for engines: `device` of lab/life/boot. */
import type { Board } from "board";
import device from "../../boards/virtual/device";
import WindowFrontEnd from "./windows.ts";

export const frontEnd = new WindowFrontEnd();

/** All else, and what START sets, is the virtual board's own. */
const life: Board = Object.create(device, { frontEnd: { value: frontEnd } });

export default life;
