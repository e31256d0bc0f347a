/* SPDX-License-Identifier: Apache-2.0 */
#include "frames.h"

static const uint8_t* frames;
static int32_t present, taken;

void framesSet(const uint8_t* bytes, size_t count)
{
	frames = bytes;
	present = (int32_t)count;
	taken = 0;
}

const uint8_t* framesAll(int32_t* count)
{
	*count = present;
	return frames;
}

const uint8_t* framesTake(int32_t most, int32_t* count)
{
	const uint8_t* first = frames + taken * LINK_BYTES_PER_FRAME;
	*count = (present - taken < most) ? present - taken : most;
	taken += *count;
	return first;
}
