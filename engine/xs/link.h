/* SPDX-License-Identifier: Apache-2.0 */
/* The link's numbers that the engine needs; boards/virtual/link.ts is their source, a test compares. */
#ifndef AMBIT_XS_LINK_H
#define AMBIT_XS_LINK_H

#define LINK_HEADER_LENGTH 3
#define LINK_MAXIMUM_PAYLOAD 4096
#define LINK_SEQUENCE_LENGTH 2
#define LINK_BYTES_PER_FRAME 18

#define LINK_FRAMES 0x02
#define LINK_STATS 0x05

#define LINK_TRACE 0x86
#define LINK_STATS_ANSWER 0x87

#endif
