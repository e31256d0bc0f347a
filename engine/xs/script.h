/* SPDX-License-Identifier: Apache-2.0 */
/* The parser, on targets that have one. Needs xsAll.h and xsScript.h. */
#ifndef AMBIT_XS_SCRIPT_H
#define AMBIT_XS_SCRIPT_H

/*
 * Compiles a classic script (UTF-8) to byte code; name is for messages. Ends with FAULT_EXCEPTION
 * on a syntax error.
 */
txScript* scriptParse(txMachine* the, const char* source, size_t length, const char* name);

#endif
