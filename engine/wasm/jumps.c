/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Run time of clang 14's setjmp and longjmp in WebAssembly. A function that calls setjmp keeps a
 * table: which buffers it has set, and where each call returns to. It catches every jump that
 * passes, looks its buffer up, and lets the jump pass if it is not there.
 */
#include <stdint.h>
#include <stdlib.h>

/* clang's number for a jump; 0 is an exception of C++. */
#define LONGJMP_TAG 1

/* A call of setjmp. */
struct set {
	/* 0: the table ends here */
	uintptr_t buffer;
	uint32_t label;
};

/* Layout known to clang. */
static struct {
	void* buffer;
	int value;
} jump;

static uint32_t second;

/* The second result of saveSetjmp. */
void setTempRet0(uint32_t value);
uint32_t getTempRet0(void);
struct set* saveSetjmp(uintptr_t* buffer, uint32_t label, struct set* table, uint32_t size);
uint32_t testSetjmp(uintptr_t buffer, const struct set* table, uint32_t size);
void __wasm_longjmp(void* buffer, int value) __attribute__((noreturn));

void setTempRet0(uint32_t value)
{
	second = value;
}

uint32_t getTempRet0(void)
{
	return second;
}

/* Returns the table and, as second result, its size: it grows when it is full. */
struct set* saveSetjmp(uintptr_t* buffer, uint32_t label, struct set* table, uint32_t size)
{
	uint32_t i = 0;
	*buffer = (uintptr_t)buffer;
	/* a buffer that is set again takes its old place */
	while (table[i].buffer && (table[i].buffer != *buffer))
		i++;
	if (i + 1 == size) {
		size *= 2;
		table = realloc(table, size * sizeof(*table));
		if (!table)
			abort();
	}
	if (!table[i].buffer)
		table[i + 1].buffer = 0;
	table[i].buffer = *buffer;
	table[i].label = label;
	second = size;
	return table;
}

/* Returns where the call that set `buffer` returns to; 0: it was none of this function's. */
uint32_t testSetjmp(uintptr_t buffer, const struct set* table, uint32_t size)
{
	uint32_t i;
	(void)size;
	for (i = 0; table[i].buffer; i++) {
		if (table[i].buffer == buffer)
			return table[i].label;
	}
	return 0;
}

void __wasm_longjmp(void* buffer, int value)
{
	jump.buffer = buffer;
	jump.value = value ? value : 1;
	__builtin_wasm_throw(LONGJMP_TAG, &jump);
}
