// SPDX-License-Identifier: Apache-2.0
/** Floating-point units: the Cortex-M7's, and one like that of parts without double precision. */
export const FPU = { double: "fpv5-d16", single: "fpv5-sp-d16" } as const;

export type Fpu = (typeof FPU)[keyof typeof FPU];
