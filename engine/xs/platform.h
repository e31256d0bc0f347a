/* SPDX-License-Identifier: Apache-2.0 */
/*
 * XSPLATFORM: what XS includes for its platform. The same on every target, so that every engine has the
 * same identifiers, byte codes and slot counts: standard C only, no POSIX, no threads. What differs (sizes)
 * is the target's board_config.h, found on the include path.
 */
#ifndef AMBIT_XS_PLATFORM_H
#define AMBIT_XS_PLATFORM_H

#define XS_FUNCTION_NORETURN __attribute__((noreturn))

#include <ctype.h>
#include <float.h>
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

/* Fields of ours, and of xsAtomics.c, in every machine. */
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

/* Strings as on the microcontroller: NUL and surrogates are encoded, so a C string holds every JS string. */
#define mxCESU8 1
/* Standard output is the link on the desktop: XS must not print there. */
#define mxNoConsole 1

#define C_PATH_MAX 128
#define ntohl(x) __builtin_bswap32(x)
#define htonl(x) __builtin_bswap32(x)
char* realpath(const char* path, char* resolved);

#endif
