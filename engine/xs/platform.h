/* SPDX-License-Identifier: Apache-2.0 */
/*
 * XSPLATFORM: the platform header that XS includes. The same on every target, so that every engine
 * has the same identifiers, byte codes and slot counts: standard C only, no POSIX, no threads.
 * Sizes differ: they are in the target's board_config.h on the include path.
 */
#ifndef AMBIT_XS_PLATFORM_H
#define AMBIT_XS_PLATFORM_H

#define XS_FUNCTION_NORETURN __attribute__((noreturn))

#include <ctype.h>
#include <float.h>
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "board_config.h"

/* Fields that the port and xsAtomics.c add to each machine. */
#define mxMachinePlatform \
	int promiseJobs; \
	void* waiterCondition; \
	void* waiterData; \
	void* waiterLink;

#define mxUseDefaultMachinePlatform 1
#define mxUseDefaultBuildKeys 1
#define mxUseDefaultSharedChunks 1
#ifdef mxParse
	#define mxUseDefaultParseScript 1
#endif
#define mxUseDefaultCStackLimit 0

/* NUL and surrogates are encoded, so that a C string can hold any JavaScript string. */
#define mxCESU8 1
/* XS must not print to standard output, which is the link on the desktop. */
#define mxNoConsole 1

#define C_PATH_MAX 128
#define ntohl(x) __builtin_bswap32(x)
#define htonl(x) __builtin_bswap32(x)
char* realpath(const char* path, char* resolved);

#endif
