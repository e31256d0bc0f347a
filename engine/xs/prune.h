/* SPDX-License-Identifier: Apache-2.0 */
/* Takes out of a machine what its byte code cannot reach, before it is frozen (frozen.h). */
#ifndef AMBIT_XS_PRUNE_H
#define AMBIT_XS_PRUNE_H

/*
 * Removes from `machine`, at rest after it has run the byte code at `code` (code.h):
 * JavaScript's own objects, functions and accessors whose names the byte code never says, and those of kinds of objects
 * that it cannot make; the length and name of every function; the prototype of functions that are no classes.
 * The byte code must name what it uses: no name may be put together at run time.
 */
void machinePrune(xsMachine* machine, const void* code);

#endif
