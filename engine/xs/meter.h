/* SPDX-License-Identifier: Apache-2.0 */
/* The frames of the FRAMES message that is being delivered. */
#ifndef AMBIT_XS_METER_H
#define AMBIT_XS_METER_H

#include <stddef.h>
#include <stdint.h>

#include "kernel-memory.h"
#include "link.h"

/* Bytes of a sample on the link, and samples in a frame: voltage and current in turn. */
#define FRAMES_SAMPLE_BYTES 3
#define FRAMES_CHANNELS (LINK_BYTES_PER_FRAME / FRAMES_SAMPLE_BYTES)

/* Sets the frames; none once the message is handled. */
void framesSet(const uint8_t* bytes, size_t count);

/* All frames, and their number. */
const uint8_t* framesAll(int32_t* count);

/* The sample at p: signed, 24 bits, least significant byte first. */
static inline int32_t framesSample(const uint8_t* p)
{
	return (int32_t)(((uint32_t)p[0] << 8) | ((uint32_t)p[1] << 16) | ((uint32_t)p[2] << 24)) >> 8;
}

#endif
