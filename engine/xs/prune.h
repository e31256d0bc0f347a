/* SPDX-License-Identifier: Apache-2.0 */
/* Removes from a machine what its byte code cannot reach, before it is frozen (frozen.h). */
#ifndef AMBIT_XS_PRUNE_H
#define AMBIT_XS_PRUNE_H

/*
 * Removes from `machine`, at rest after it has run the byte code at `code` (code.h): built-in
 * objects, functions and accessors whose names the byte code does not use, and those of kinds of
 * objects that it cannot make; the length and name of each function; the prototype of functions
 * that are no classes. The byte code must name what it uses: no name may be composed at run time.
 */
void machinePrune(xsMachine* machine, const void* code);

#endif
