/* SPDX-License-Identifier: Apache-2.0 */
/* The generated C of the kernel. In a system header, what wasm2c leaves unused is no warning. */
#ifndef AMBIT_KERNEL_CODE_H
#define AMBIT_KERNEL_CODE_H

#pragma GCC system_header

#ifdef __has_include
#if !__has_include("kernel.c")
#error "build/kernel is missing: npm run simulator or npm run esp32s3 makes it"
#endif
#endif

#include "kernel.c"

#endif
