/** Debian packages by purpose: what for is said to a person who has to install them. */

/** The C compiler: gcc, and the headers that it does not bring itself. */
export const COMPILER = ["gcc", "libc6-dev"];

/** For `npm start`. */
export const START = [...COMPILER, "socat"];

/** The image for the microcontroller, and the emulator that runs it. */
export const MICROCONTROLLER = ["gcc-arm-none-eabi", "libnewlib-arm-none-eabi", "qemu-system-arm"];

/** For `npm run image` and `npm start -- --engine mcu`. */
export const IMAGE = [...COMPILER, ...MICROCONTROLLER];

/** What npm compiles the C++ part of a package with. */
const NATIVE = ["g++", "make", "python3"];

/** For `npm test`: a browser for the web pages, Modbus clients that nobody here wrote, and what pymodbus imports without depending on it. */
export const TEST = [
	...START,
	...MICROCONTROLLER,
	...NATIVE,
	"mbpoll",
	"chromium",
	"python3-pymodbus",
	"python3-serial-asyncio",
];
