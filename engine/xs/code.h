/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Byte code that was compiled on the host and runs in place, in flash. It refers to symbols by
 * their numbers in the machine, so the machine must have them in the same order: register it right
 * after creating the machine.
 */
#ifndef AMBIT_XS_CODE_H
#define AMBIT_XS_CODE_H

#include <stdint.h>

#define CODE_MAGIC 0x42434D41u /* "AMCB" */

/*
 * Header; symbolsLength bytes of names, padded to a multiple of 4, and codeLength bytes of byte
 * code follow.
 */
struct codeHeader {
	uint32_t magic;
	uint32_t firstSymbol; /* number of the first symbol */
	uint32_t symbolsLength;
	uint32_t codeLength;
};

/*
 * Adds the symbols of the byte code at `code` to the machine. Ends with FAULT_NO_BUNDLE if their
 * numbers differ.
 */
void machineRegisterCode(xsMachine* machine, const void* code);

/*
 * Calls `visit` with each byte code in [from, end), inner functions included, and the address of
 * its operand: bytes, a name's number, or a length and that number of bytes.
 */
void codeForEach(
	xsMachine* machine, void* from, const void* end,
	void (*visit)(xsMachine*, uint8_t code, uint8_t* operand));

/* Runs the byte code, then its promise jobs. Ends with FAULT_EXCEPTION on an exception. */
void machineRunCode(xsMachine* machine, const void* code);

#endif
