/* SPDX-License-Identifier: Apache-2.0 */
#include <stdbool.h>

#include "xs.h"
#include "board.h"
#include "host.h"
#include "link.h"
#include "machine.h"
#include "meter.h"

/* Roots of the garbage collector: set once, then read with xsAccess. */
static xsSlot hostObject;
static xsSlot inputBuffer;
static xsSlot outputBuffer;
static xsIdentifier onMessageID;

/*
 * Present address of a buffer's bytes, which the collector moves. Throws if the bundle has detached
 * it.
 */
static uint8_t* bytesOf(xsMachine* the, xsSlot* root)
{
	uint8_t* bytes;
	if (xsGetArrayBufferLength(xsAccess(*root)) != LINK_MAXIMUM_PAYLOAD)
		xsRangeError("host buffer: length is not %d", LINK_MAXIMUM_PAYLOAD);
	bytes = xsToArrayBuffer(xsAccess(*root));
	return bytes;
}

/* Argument `index` of send or exchange, 0..maximum. */
static xsIntegerValue argument(xsMachine* the, int index, const char* name, xsIntegerValue maximum)
{
	xsIntegerValue value;
	if (xsToInteger(xsArgc) <= index)
		xsTypeError("%s expected", name);
	value = xsToInteger(xsArg(index));
	if ((value < 0) || (value > maximum))
		xsRangeError("%s %d is not 0..%d", name, (int)value, (int)maximum);
	return value;
}

/*
 * Copies argument 2 of send, or the part of it that arguments 3 and 4 name, to the output after its
 * first `length` bytes; returns how many were copied.
 */
static size_t appendRest(xsMachine* the, size_t length)
{
	const size_t room = LINK_MAXIMUM_PAYLOAD - length;
	const bool isPart = xsToInteger(xsArgc) > 3;
	/* numbers first: a conversion may run JavaScript, and the collector moves bytes */
	const size_t first = isPart ? (size_t)argument(the, 3, "send: first", INT32_MAX) : 0;
	size_t count = isPart ? (size_t)argument(the, 4, "send: count", INT32_MAX) : 0;
	size_t present;
	const uint8_t* rest = hostBytes(the, 2, &present);
	if (!isPart)
		count = present;
	if ((first > present) || (count > present - first))
		xsRangeError("send: %d bytes from index %d, there are %d", (int)count, (int)first,
			(int)present);
	if (count > room)
		xsRangeError("send: %d bytes after %d", (int)count, (int)length);
	memmove(bytesOf(the, &outputBuffer) + length, rest + first, count);
	return count;
}

void hostSend(xsMachine* the)
{
	const uint8_t type = (uint8_t)argument(the, 0, "send: type", 255);
	const size_t length = (size_t)argument(the, 1, "send: length", LINK_MAXIMUM_PAYLOAD);
	const size_t appended = (xsToInteger(xsArgc) > 2) ? appendRest(the, length) : 0;
	boardSend(type, bytesOf(the, &outputBuffer), length + appended);
}

/* The collector does not run while C waits, so the buffer stays in place. */
void hostExchange(xsMachine* the)
{
	const uint8_t type = (uint8_t)argument(the, 0, "exchange: type", 255);
	const size_t length = (size_t)argument(the, 1, "exchange: length", LINK_MAXIMUM_PAYLOAD);
	const uint8_t answerType = (uint8_t)argument(the, 2, "exchange: answer type", 255);
	uint8_t* bytes = bytesOf(the, &outputBuffer);
	xsResult = xsInteger((xsIntegerValue)boardExchange(type, bytes, length, answerType, bytes));
}

void hostInstall(xsMachine* machine)
{
	const xsAttribute fixed = xsDontDelete | xsDontSet;
	xsBeginHost(machine);
	{
		xsVars(1);
		xsVar(0) = xsNewObject();
		hostObject = xsVar(0);
		xsRemember(hostObject);
		inputBuffer = xsArrayBuffer(NULL, LINK_MAXIMUM_PAYLOAD);
		xsRemember(inputBuffer);
		outputBuffer = xsArrayBuffer(NULL, LINK_MAXIMUM_PAYLOAD);
		xsRemember(outputBuffer);
		onMessageID = xsID("onMessage");

		xsDefine(xsVar(0), xsID("input"), xsAccess(inputBuffer), fixed);
		xsDefine(xsVar(0), xsID("output"), xsAccess(outputBuffer), fixed);
		xsResult = xsNewHostFunction(hostSend, 5);
		xsDefine(xsVar(0), xsID("send"), xsResult, fixed);
		xsResult = xsNewHostFunction(hostExchange, 3);
		xsDefine(xsVar(0), xsID("exchange"), xsResult, fixed);
		xsResult = xsNewHostFunction(hostUnpack, 4);
		xsDefine(xsVar(0), xsID("unpack"), xsResult, fixed);
		xsResult = xsNewHostFunction(hostMeter, 1);
		xsDefine(xsVar(0), xsID("meter"), xsResult, fixed);
		xsResult = xsNewHostFunction(hostRestartMeter, 0);
		xsDefine(xsVar(0), xsID("restartMeter"), xsResult, fixed);
		xsResult = xsNewHostFunction(hostSetReference, 1);
		xsDefine(xsVar(0), xsID("setReference"), xsResult, fixed);
		xsResult = xsNewHostFunction(hostQuality, 1);
		xsDefine(xsVar(0), xsID("quality"), xsResult, fixed);
		xsResult = xsNewHostFunction(hostEnableQuality, 1);
		xsDefine(xsVar(0), xsID("enableQuality"), xsResult, fixed);
		xsResult = xsNewHostFunction(hostSetQualityLimits, 3);
		xsDefine(xsVar(0), xsID("setQualityLimits"), xsResult, fixed);
		xsResult = xsNewHostFunction(hostQrCode, 2);
		xsDefine(xsVar(0), xsID("qrCode"), xsResult, fixed);
		xsResult = xsNewHostFunction(hostCrc, 5);
		xsDefine(xsVar(0), xsID("crc"), xsResult, fixed);
		xsDefine(xsVar(0), onMessageID, xsUndefined, xsDontDelete);
		xsDefine(xsGlobal, xsID("host"), xsVar(0), fixed | xsDontEnum);
		xsResult = xsNewHostFunction(hostTrace, 1);
		xsDefine(xsGlobal, xsID("trace"), xsResult, fixed | xsDontEnum);
	}
	xsEndHost(machine);
}

void hostAttach(xsMachine* machine)
{
	xsBeginHost(machine);
	{
		hostObject = xsGet(xsGlobal, xsID("host"));
		xsRemember(hostObject);
		inputBuffer = xsGet(xsAccess(hostObject), xsID("input"));
		xsRemember(inputBuffer);
		outputBuffer = xsGet(xsAccess(hostObject), xsID("output"));
		xsRemember(outputBuffer);
		onMessageID = xsID("onMessage");
	}
	xsEndHost(machine);
}

/*
 * Collects garbage first, so that the heap in use is what is still needed. Numbers are sent as they
 * are in memory: every target is little-endian with IEEE 754 doubles.
 */
static void sendStats(xsMachine* machine)
{
	struct machineStats stats;
	fxCollectGarbage(machine);
	machineGetStats(machine, &stats);
	_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the link is little-endian");
	boardSend(LINK_STATS_TO_BENCH, &stats, MACHINE_STATS_SENT * sizeof(double));
}

void hostDeliver(xsMachine* machine, uint8_t type, const uint8_t* payload, size_t length,
	uint32_t limit)
{
	const size_t copied = (type == LINK_FRAMES) ? LINK_SEQUENCE_LENGTH : length;
	if (type == LINK_STATS) {
		sendStats(machine);
		return;
	}
	if (type == LINK_FRAMES) {
		if ((length < LINK_SEQUENCE_LENGTH)
			|| ((length - LINK_SEQUENCE_LENGTH) % LINK_BYTES_PER_FRAME))
			boardFaultFormat(FAULT_LINK, "link: FRAMES of %u bytes, not %d and a multiple of %d",
				(unsigned)length,
				LINK_SEQUENCE_LENGTH, LINK_BYTES_PER_FRAME);
		framesSet(payload + copied, (length - copied) / LINK_BYTES_PER_FRAME);
	}
	machineAllow(machine, limit);
	xsBeginHost(machine);
	{
		xsTry {
			if (copied)
				memcpy(bytesOf(the, &inputBuffer), payload, copied);
			xsCall2_noResult(xsAccess(hostObject), onMessageID, xsInteger(type),
				xsInteger((xsIntegerValue)length));
		}
		xsCatch {
			machineReportException(the, "uncaught exception");
		}
	}
	xsEndHost(machine);
	machineRunJobs(machine);
	framesSet(NULL, 0);
}
