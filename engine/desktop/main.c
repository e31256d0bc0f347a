/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ambit-xs [--limit N] bundle.js: runs the firmware's bundle on XS; the bench is on standard input
 * and output. Exits with 0 when the input ends, otherwise with one line on standard error and a
 * code of enum fault.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "xs.h"
#include "board.h"
#include "host.h"
#include "link.h"
#include "machine.h"
#include "stream.h"

/* Default limit of byte codes for a message: about 20 s on a desktop. */
#define DEFAULT_LIMIT 2000000000u

/* Upper limit of the C stack that XS gets, so that it is the same on every machine. */
#define C_STACK_BYTES (512 * 1024)
/* Reserve below the limit for functions of XS that do not check the stack. */
#define C_STACK_MARGIN (64 * 1024)

static char* stackTop;

char* fxCStackLimit(void)
{
	size_t size = C_STACK_BYTES;
	/* WebAssembly knows no such limit: the linker sets the stack's size */
#ifdef RLIMIT_STACK
	struct rlimit limit;
	if ((getrlimit(RLIMIT_STACK, &limit) == 0) && (limit.rlim_cur < C_STACK_BYTES + C_STACK_MARGIN))
		size = limit.rlim_cur > 2 * C_STACK_MARGIN
			? limit.rlim_cur - C_STACK_MARGIN : C_STACK_MARGIN;
#endif
	return stackTop - size;
}

void boardFault(enum fault fault, const char* text)
{
	/* messages sent before are still written; an error of the output no longer matters */
	if (fault != FAULT_OUTPUT)
		streamFlushAtEnd();
	fprintf(stderr, "ambit-xs: %s\n", text);
	exit(fault);
}

/* Reads the bundle's text, which is never freed; its length goes to *length. */
static char* readBundle(const char* path, size_t* length)
{
	FILE* file = fopen(path, "rb");
	char* text = NULL;
	size_t room = 0;
	*length = 0;
	while (file && !ferror(file) && !feof(file)) {
		if (*length == room) {
			room = room ? 2 * room : 64 * 1024;
			text = realloc(text, room);
			if (!text)
				boardFaultFormat(FAULT_NO_BUNDLE, "%s: too large", path);
		}
		*length += fread(text + *length, 1, room - *length, file);
	}
	if (!file || ferror(file))
		boardFaultFormat(FAULT_NO_BUNDLE, "%s: %s", path, strerror(errno));
	fclose(file);
	return text;
}

static uint32_t parseLimit(const char* text)
{
	char* end;
	unsigned long value;
	errno = 0;
	value = strtoul(text, &end, 10);
	if (errno || (*text < '0') || (*text > '9') || *end || (value < 1)
		|| (value > MACHINE_MAXIMUM_LIMIT))
		boardFaultFormat(FAULT_USAGE, "--limit %s: not a number from 1 to %u", text,
			MACHINE_MAXIMUM_LIMIT);
	return (uint32_t)value;
}

int main(int argc, char** argv)
{
	char here;
	uint32_t limit = DEFAULT_LIMIT;
	int argument = 1;
	size_t length;
	char* bundle;
	xsMachine* machine;
	struct message message;

	stackTop = &here;
	signal(SIGPIPE, SIG_IGN);
	if ((argc == 4) && !strcmp(argv[1], "--limit")) {
		limit = parseLimit(argv[2]);
		argument = 3;
	}
	if ((argc != argument + 1) || (argv[argument][0] == '-'))
		boardFault(FAULT_USAGE, "usage: ambit-xs [--limit N] bundle.js");

	bundle = readBundle(argv[argument], &length);
	machine = machineCreate();
	hostInstall(machine);
	machineAllow(machine, limit);
	machineRunScript(machine, bundle, length, argv[argument]);
	free(bundle);
	streamFlush();
	while (streamRead(&message)) {
		hostDeliver(machine, message.type, message.payload, message.length, limit);
		streamFlush();
	}
	return 0;
}
