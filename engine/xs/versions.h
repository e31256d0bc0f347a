/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Differences between XS 13.3, of the npm package, and XS 17, of the Moddable SDK 8.2. Needs
 * xsAll.h.
 */
#ifndef AMBIT_XS_VERSIONS_H
#define AMBIT_XS_VERSIONS_H

#if XS_MAJOR_VERSION < 17
	typedef txU4 meterCount;
	/* Count of the meter for a byte code. */
	#define METER_UNIT 1
	#define JAVASCRIPT_STACK_EXIT XS_STACK_OVERFLOW_EXIT
#else
	typedef txU8 meterCount;
	#define METER_UNIT XS_CODE_METERING
	#define JAVASCRIPT_STACK_EXIT XS_JAVASCRIPT_STACK_OVERFLOW_EXIT
	#define NATIVE_STACK_EXIT XS_NATIVE_STACK_OVERFLOW_EXIT
#endif

#endif
