/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Byte code that was compiled on the host and runs where it lies, in flash. It names its symbols by their numbers
 * in the machine, so the machine has to have them in the same order: register it right after the machine is made.
 */
#ifndef AMBIT_XS_CODE_H
#define AMBIT_XS_CODE_H

#include <stdint.h>

#define CODE_MAGIC 0x42434D41u /* "AMCB" */

/* In front of symbolsLength bytes of names, padded to four, and codeLength bytes of byte code. */
struct codeHeader {
	uint32_t magic;
	uint32_t firstSymbol; /* number that the first symbol gets */
	uint32_t symbolsLength;
	uint32_t codeLength;
};

/* Gives the machine the symbols of the byte code at `code`. Numbers that differ are FAULT_NO_BUNDLE. */
void machineRegisterCode(xsMachine* machine, const void* code);

/*
 * Tells `visit` of each byte code from `from` to before `end`, those of inner functions included, and where its operand
 * is: bytes, a name's number, or a length and what is as long.
 */
void codeForEach(
	xsMachine* machine, void* from, const void* end, void (*visit)(xsMachine*, uint8_t code, uint8_t* operand));

/* Runs it, then its promise jobs. An exception is FAULT_EXCEPTION. */
void machineRunCode(xsMachine* machine, const void* code);

#endif
