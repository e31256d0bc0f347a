/* SPDX-License-Identifier: Apache-2.0 */
/* The globals `host` and `trace` of boards/virtual/host.ts. */
#ifndef AMBIT_XS_HOST_H
#define AMBIT_XS_HOST_H

#include <stddef.h>
#include <stdint.h>

/* Defines the globals. */
void hostInstall(xsMachine* machine);

/* Finds the globals in a copy of a frozen machine. */
void hostAttach(xsMachine* machine);

/*
 * Handles one message from the bench: STATS here, any other by host.onMessage, then the promise
 * jobs. payload (length bytes, at most LINK_MAXIMUM_PAYLOAD) must not change until this returns.
 * limit: byte codes allowed.
 */
void hostDeliver(xsMachine* machine, uint8_t type, const uint8_t* payload, size_t length,
	uint32_t limit);

/* Host functions; a frozen machine refers to them by their names. */
void hostSend(xsMachine* the);
void hostExchange(xsMachine* the);
void hostUnpack(xsMachine* the);
void hostMeter(xsMachine* the);
void hostRestartMeter(xsMachine* the);
void hostSetReference(xsMachine* the);
void hostQuality(xsMachine* the);
void hostEnableQuality(xsMachine* the);
void hostSetQualityLimits(xsMachine* the);
void hostQrCode(xsMachine* the);
void hostCrc(xsMachine* the);
void hostTrace(xsMachine* the);

/* Bytes of argument `index`, an ArrayBuffer or Uint8Array; valid until the next use of the heap. */
const uint8_t* hostBytes(xsMachine* the, int index, size_t* length);

#endif
