/* SPDX-License-Identifier: Apache-2.0 */
#include "xs.h"
#include "xsmc.h"
#include "host.h"

const uint8_t* hostBytes(xsMachine* the, int index, size_t* length)
{
	void* data;
	xsUnsignedValue count;
	xsmcGetBufferReadable(xsArg(index), &data, &count);
	*length = count;
	return data;
}
