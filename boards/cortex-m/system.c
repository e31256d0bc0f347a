/* SPDX-License-Identifier: Apache-2.0 */
/* System calls of newlib: memory for malloc, nothing else. */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>

#include "board.h"
#include "system.h"

extern char stackLimit[];

/* Memory for malloc: a few tables of XS, allocated once. */
#define MALLOC_BYTES (16 * 1024)

/* Reserve below the limit for functions of XS that do not check the stack. */
#define C_STACK_MARGIN 4096

static _Alignas(8) char staticMemory[MALLOC_BYTES];
static char* memory = staticMemory;
static size_t memoryLength = sizeof(staticMemory);
static size_t memoryTaken;

void systemUseMemory(void* start, size_t length)
{
	memory = start;
	memoryLength = length;
}

size_t systemMemoryUsed(void)
{
	return memoryTaken;
}

void* _sbrk(ptrdiff_t size)
{
	char* taken = memory + memoryTaken;
	if ((size < 0) || ((size_t)size > memoryLength - memoryTaken)) {
		errno = ENOMEM;
		return (void*)-1;
	}
	memoryTaken += (size_t)size;
	return taken;
}

char* fxCStackLimit(void)
{
	return stackLimit + C_STACK_MARGIN;
}

char* realpath(const char* path, char* resolved)
{
	return strcpy(resolved, path);
}

/* C has no clock: meter time is the number of frames. */
int _gettimeofday(struct timeval* time, void* zone)
{
	(void)zone;
	memset(time, 0, sizeof(*time));
	return 0;
}

void _exit(int status)
{
	boardFaultFormat(FAULT_ENGINE, "exit %d", status);
}

int _kill(int process, int signal)
{
	(void)process;
	boardFaultFormat(FAULT_ENGINE, "signal %d", signal);
}

int _getpid(void)
{
	return 1;
}

int _write(int file, const char* bytes, int length)
{
	(void)file;
	(void)bytes;
	return length;
}

int _read(int file, char* bytes, int length)
{
	(void)file;
	(void)bytes;
	(void)length;
	return 0;
}

int _close(int file)
{
	(void)file;
	return -1;
}

int _fstat(int file, struct stat* status)
{
	(void)file;
	status->st_mode = S_IFCHR;
	return 0;
}

int _isatty(int file)
{
	(void)file;
	return 1;
}

int _lseek(int file, int offset, int whence)
{
	(void)file;
	(void)offset;
	(void)whence;
	return 0;
}
