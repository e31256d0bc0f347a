/** Debian packages by purpose: what for is said to a person who has to install them. */

/** The C compiler: gcc, and the headers that it does not bring itself. */
export const COMPILER = ["gcc", "libc6-dev"];

/** For `npm start`. */
export const START = [...COMPILER, "socat"];

/** For `npm test`: mbpoll is the Modbus client that nobody here wrote. */
export const TEST = [...START, "mbpoll"];
