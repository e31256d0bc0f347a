/** Debian packages by purpose. */

/** The C compiler: gcc, and the headers that it does not bring itself. */
const COMPILER = ["gcc", "libc6-dev"];

/** For `npm start`. */
export const START = [...COMPILER, "wabt", "socat"];

/** The microcontroller's compiler and C library, and the emulator. */
const MICROCONTROLLER = ["gcc-arm-none-eabi", "libnewlib-arm-none-eabi", "qemu-system-arm"];

/** For `npm run image` and `npm start -- --engine mcu`. */
export const IMAGE = [...COMPILER, "wabt", ...MICROCONTROLLER];

/** For `npm start -- --engine wasm`. */
export const WASM = ["clang-14", "lld-14", "wasi-libc", "libclang-rt-14-dev-wasm32"];

/** For `npm run schematic`: the simulator, and pictures from the pages. */
export const SCHEMATIC = ["ngspice", "poppler-utils"];

/** Used by npm to compile the C++ part of a package. */
const NATIVE = ["g++", "make", "python3"];

/**
 * For `npm test`: a browser for the web pages, Modbus clients that are not ours, a package that
 * pymodbus imports without depending on it, and the runner of an example.
 */
export const TEST = [
	...START,
	...MICROCONTROLLER,
	...WASM,
	...NATIVE,
	"mbpoll",
	"chromium",
	"python3-pymodbus",
	"python3-pytest",
	"python3-serial",
	"python3-serial-asyncio",
];

/** Programs that read the meter, for `npm run clients -- --install`. */
export const CLIENTS = [
	...START,
	"collectd-core",
	"libmodbus-dev",
	"php-cli",
	"prometheus",
	"python3-pymodbus",
	"zabbix-agent2",
];

/** For `npm run container`. */
export const CONTAINER = ["buildah", "mmdebstrap", "iproute2", "mbpoll"];
