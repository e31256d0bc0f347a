// SPDX-License-Identifier: Apache-2.0
/** A message of the link, whose payload nothing else changes. */
export interface Message {
	readonly type: number;
	readonly payload: Uint8Array;
}
