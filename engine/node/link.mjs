// SPDX-License-Identifier: Apache-2.0
/** The link's numbers that an engine needs; boards/virtual/link.ts is their source, a test compares. */
export const HEADER_LENGTH = 3;
export const MAXIMUM_PAYLOAD = 4096;
export const SEQUENCE_LENGTH = 2;
export const BYTES_PER_FRAME = 18;
export const FRAMES = 0x02;
export const STATS = 0x05;
export const TRACE = 0x86;
export const STATS_ANSWER = 0x87;
