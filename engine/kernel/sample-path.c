/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Around what wasm2c makes of the kernel's WebAssembly (kernel.h, in build/kernel): its only
 * instance, and all of wasm2c's run time that it needs. The memory has the size that the kernel
 * really uses, and every access is checked against that. It does not grow, and a trap ends the
 * engine; there are no signals.
 */
#include "kernel.h"
#include "kernel-memory.h"
#include "sample-path.h"

static Z_kernel_instance_t instance;
static int32_t* samples;
static const double* results;

/* A double of the memory must be aligned. */
_Alignas(8) unsigned char kernelMemory[KERNEL_MEMORY_BYTES + KERNEL_MEMORY_REST];

bool wasm_rt_is_initialized(void)
{
	return true;
}

void wasm_rt_allocate_memory(wasm_rt_memory_t* target, uint32_t pages, uint32_t maximum)
{
	target->data = kernelMemory;
	target->pages = pages;
	target->max_pages = maximum;
	target->size = KERNEL_MEMORY_BYTES;
}

uint32_t wasm_rt_grow_memory(wasm_rt_memory_t* target, uint32_t pages)
{
	(void)target;
	(void)pages;
	return UINT32_MAX;
}

void wasm_rt_free_memory(wasm_rt_memory_t* target)
{
	(void)target;
}

/* For indirect calls, of which the kernel has none. */
uint32_t wasm_rt_register_func_type(uint32_t parameters, uint32_t results, ...)
{
	(void)parameters;
	(void)results;
	return 0;
}

void wasm_rt_trap(wasm_rt_trap_t reason)
{
	(void)reason;
	samplePathTrapped();
}

static void start(void)
{
	if (samples)
		return;
	Z_kernel_init_module();
	Z_kernel_instantiate(&instance);
	results = (const double*)(kernelMemory + Z_kernelZ_resultsAt(&instance));
	samples = (int32_t*)(kernelMemory + Z_kernelZ_samplesAt(&instance));
}

int32_t* samplePathRoom(int32_t* frames)
{
	int32_t end;
	start();
	end = (int32_t)Z_kernelZ_firstFree(&instance);
	*frames = KERNEL_ROOM_FRAMES - end;
	return samples + end * KERNEL_CHANNELS;
}

bool samplePathAccept(int32_t frames)
{
	start();
	return Z_kernelZ_accept(&instance, (u32)frames) != 0;
}

bool samplePathRun(void)
{
	start();
	return Z_kernelZ_run(&instance) != 0;
}

const double* samplePathResults(void)
{
	start();
	return results;
}

void samplePathRestart(void)
{
	start();
	Z_kernelZ_restart(&instance);
}

void samplePathReference(int32_t phase)
{
	start();
	Z_kernelZ_setReference(&instance, (u32)phase);
}

double samplePathQuality(int32_t place)
{
	start();
	return Z_kernelZ_quality(&instance, (u32)place);
}

void samplePathEnableQuality(bool on)
{
	start();
	Z_kernelZ_enableQuality(&instance, on);
}

void samplePathQualityLimits(int32_t phase, double low, double high)
{
	start();
	Z_kernelZ_setQualityLimits(&instance, (u32)phase, low, high);
}
