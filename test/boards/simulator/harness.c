/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs boards/simulator/native-kernel.c on the desktop, by commands on standard input, one a line:
 *   block COUNT SAMPLE…   adds COUNT frames of the buffer with these samples
 *   take                  prints the bits of a window's results, or "none"
 *   restart | reference N
 *   lost                  prints the frames lost
 *   analyse | quality N   starts the analyser; prints a result of it
 */
#include "../../../boards/simulator/native-kernel.c"
#include "windows.h"

#define LINE_BYTES 65536
#define BUFFER_SAMPLES 4096

xsSlot thisSlot;
int callbacks;
static xsMachine machine;

void fail(const char *text)
{
	fprintf(stderr, "%s\n", text);
	exit(1);
}

static void addBlock(char *text)
{
	static int32_t samples[BUFFER_SAMPLES];
	uint32_t length = 0;
	machine.arguments[1].integer = (int32_t)strtol(text, &text, 10);
	while (*text == ' ' && length < BUFFER_SAMPLES)
		samples[length++] = (int32_t)strtol(text, &text, 10);
	machine.arguments[0].buffer = samples;
	machine.arguments[0].length = length * sizeof(int32_t);
	xs_native_kernel_add(&machine);
}

static void takeWindow(void)
{
	xs_native_kernel_take(&machine);
	printWindow(machine.result.integer);
}

static void setReference(int phase)
{
	machine.arguments[0].integer = phase;
	xs_native_kernel_reference(&machine);
}

static void analyse(void)
{
	machine.arguments[0].integer = 1;
	xs_native_kernel_enable_quality(&machine);
}

static void printQuality(int place)
{
	machine.arguments[0].integer = place;
	xs_native_kernel_quality(&machine);
	printf("%.17g\n", machine.result.number);
}

static void printLost(void)
{
	xs_native_kernel_lost(&machine);
	printf("%.0f\n", machine.result.number);
}

int main(void)
{
	static char line[LINE_BYTES];
	while (fgets(line, sizeof(line), stdin)) {
		if (!strncmp(line, "block ", 6)) addBlock(line + 6);
		else if (!strncmp(line, "take", 4)) takeWindow();
		else if (!strncmp(line, "restart", 7)) xs_native_kernel_restart(&machine);
		else if (!strncmp(line, "reference", 9)) setReference(atoi(line + 9));
		else if (!strncmp(line, "lost", 4)) printLost();
		else if (!strncmp(line, "analyse", 7)) analyse();
		else if (!strncmp(line, "quality", 7)) printQuality(atoi(line + 7));
		else fail(line);
	}
	return 0;
}
