/* SPDX-License-Identifier: Apache-2.0 */
/* wasi-libc has none. clang compiles both into WebAssembly's exceptions, with jumps.c. */
#ifndef AMBIT_SETJMP_H
#define AMBIT_SETJMP_H

#include <stdint.h>

/* Its first word is the address of the buffer that setjmp was called with; a copy works as well. */
typedef uintptr_t jmp_buf[1];

int setjmp(jmp_buf buffer) __attribute__((returns_twice));
void longjmp(jmp_buf buffer, int value) __attribute__((noreturn));

#endif
