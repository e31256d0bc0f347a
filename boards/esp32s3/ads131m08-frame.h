/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Frames of the ADS131M08 (Texas Instruments SBAS950: 8.5.1 interface, 8.5.1.8 communication CRC).
 */
#ifndef AMBIT_ADS131M08_FRAME_H
#define AMBIT_ADS131M08_FRAME_H

#include <stdbool.h>
#include <stdint.h>

/*
 * A frame on the wire: ten words of 24 bits, most significant byte first: STATUS, eight channels,
 * CRC.
 */
#define WORD_BYTES 3
#define CRC_OFFSET (9 * WORD_BYTES)
#define FRAME_BYTES (10 * WORD_BYTES)

/*
 * Upper half of STATUS in normal operation: words of 24 bits, no reset, no error. The lower half is
 * DRDY by channel.
 */
#define STATUS_MASK 0xFF00
#define STATUS_NORMAL 0x0100

/* CRC-16/CCITT, seed 0xFFFF, most significant bit first, a nibble a step. */
static inline uint16_t frameCrc(const uint8_t *bytes, int count)
{
	static const uint16_t table[16] = {
		0x0000, 0x1021, 0x2042, 0x3063, 0x4084, 0x50A5, 0x60C6, 0x70E7,
		0x8108, 0x9129, 0xA14A, 0xB16B, 0xC18C, 0xD1AD, 0xE1CE, 0xF1EF
	};
	uint16_t crc = 0xFFFF;
	for (int i = 0; i < count; i++) {
		crc = (uint16_t)(crc << 4) ^ table[(crc >> 12) ^ (bytes[i] >> 4)];
		crc = (uint16_t)(crc << 4) ^ table[(crc >> 12) ^ (bytes[i] & 15)];
	}
	return crc;
}

/* The signed sample of a channel; 0 to 5 are V1 I1 V2 I2 V3 I3. */
static inline int32_t frameSample(const uint8_t *frame, int channel)
{
	const uint8_t *bytes = frame + WORD_BYTES * (1 + channel);
	return (int32_t)(((uint32_t)bytes[0] << 24) | ((uint32_t)bytes[1] << 16)
		| ((uint32_t)bytes[2] << 8)) >> 8;
}

/* True if the frame's CRC is right. */
static inline bool frameIsIntact(const uint8_t *frame)
{
	return frameCrc(frame, CRC_OFFSET) == ((frame[CRC_OFFSET] << 8) | frame[CRC_OFFSET + 1]);
}

/* True unless the converter reports a reset or an error. */
static inline bool frameIsNormal(const uint8_t *frame)
{
	return (((frame[0] << 8) | frame[1]) & STATUS_MASK) == STATUS_NORMAL;
}

#endif
