/** Debian packages by purpose: what for is said to a person who has to install them. */

/** The C compiler: gcc, and the headers that it does not bring itself. */
export const COMPILER = ["gcc", "libc6-dev"];

/** For `npm start`. */
export const START = [...COMPILER, "socat"];

/** For `npm test`: Modbus clients that nobody here wrote, and what pymodbus imports without depending on it. */
export const TEST = [...START, "mbpoll", "python3-pymodbus", "python3-serial-asyncio"];
