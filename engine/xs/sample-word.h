/* SPDX-License-Identifier: Apache-2.0 */
/* How samples are packed into words, made by `npm run generate` from src/board.ts. */
#ifndef AMBIT_SAMPLE_WORD_H
#define AMBIT_SAMPLE_WORD_H

#define WORDS_PER_FRAME 3
#define VOLTAGE_SHIFT 11
#define CURRENT_SHIFT 6
#define CURRENT_BITS 18

#endif
