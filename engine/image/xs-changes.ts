// SPDX-License-Identifier: Apache-2.0
/**
 * Changes to XS's sources, made when the archive is unpacked. Each is an exact replacement, so that
 * this repository holds none of XS's text but the lines that it changes.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * fxRunID calls setjmp, so gcc keeps every variable that lives across such a call in memory, in the
 * whole function: code, stack, frame and the machine itself, which each byte code uses. With the
 * state saved in the machine before the call and read again after it, nothing but `machine` lives
 * across, and gcc keeps the state in registers. After a longjmp `jump` restores it, as before.
 */
const SET_JUMP = `
#ifdef __wasm__
/* Flag of a generator's jump, true like that of the loop's others */
#define mxGeneratorJump 2
#define mxSetJump(BUFFER) (c_memcpy(BUFFER, *run, sizeof(*run)), 0)
#else
#define mxSetJump(BUFFER) ({ \\
	int result_; \\
	the->stack = stack; \\
	the->scope = scope; \\
	the->frame = frame; \\
	the->code = code; \\
	result_ = c_setjmp(BUFFER); \\
	the = machine; \\
	bytes = gxBytes; \\
	stack = the->stack; \\
	scope = the->scope; \\
	frame = the->frame; \\
	code = the->code; \\
	if (result_ == 0) { \\
		environment = mxFrameToEnvironment(frame); \\
		byte = *((txU1*)code); \\
	} \\
	result_; })
#endif
`;

/**
 * In WebAssembly the state of a function that calls setjmp cannot stay in registers at all, and
 * each call in it looks for the jump. So there the loop has none: fxRunID calls setjmp for every
 * catch in the loop, and starts the loop again at the handler.
 */
const RUN_LOOP = `
#ifdef __wasm__
static void fxRunLoop(txMachine* the, txSlot* generator, txInteger count, c_jmp_buf* run,
	txJump* yieldJump, txBoolean caught);

void fxRunID(txMachine* the, txSlot* generator, txInteger count)
{
	c_jmp_buf run;
	txJump* yieldJump = the->firstJump;
	if (c_setjmp(run) == 0)
		fxRunLoop(the, generator, count, &run, yieldJump, 0);
	else
		fxRunLoop(the, generator, count, &run, yieldJump, 1);
}

static void fxRunLoop(txMachine* the, txSlot* generator, txInteger count, c_jmp_buf* run,
	txJump* yieldJump, txBoolean caught)
#else
void fxRunID(txMachine* the, txSlot* generator, txInteger count)
#endif
{
`;

/** The handlers' work, for {@link RUN_LOOP}. A generator's frame has its environment already. */
const CAUGHT = `
#ifdef __wasm__
	if (caught) {
		jump = the->firstJump;
		the->firstJump = jump->nextJump;
		mxStack = jump->stack;
		mxScope = jump->scope;
		mxFrame = jump->frame;
		mxEnvironment = mxFrameToEnvironment(mxFrame);
		if (jump->flag != mxGeneratorJump)
			mxEnvironment->value.reference = jump->environment;
		mxCode = jump->code;
		c_free(jump);
		goto XS_CODE_JUMP;
	}
#endif
`;

/** An exact replacement. */
interface Change {
	/** For errors. */
	readonly name: string;
	/** Must occur exactly once. */
	readonly find: string;
	readonly replacement: string;
}

/** The changes, by the file's path in XS's folder. */
export const XS_CHANGES: Readonly<Record<string, readonly Change[]>> = Object.freeze({
	"includes/xs.h": [
		{
			// It returns a slot: WebAssembly traps at a call of a function as another type.
			name: "declaration of fxNewHostFunction",
			find: "mxImport void fxNewHostFunction(",
			replacement: "mxImport xsSlot* fxNewHostFunction(",
		},
	],
	"sources/xsArray.c": [
		{
			// Or each has the index 0, by which it is found once the array has a hole.
			name: "indexes of the elements of Array.from",
			find: "\t\tfxSetIndexSize(the, mxResult->value.reference->next, length, XS_CHUNK);\n",
			replacement: [
				"\t{",
				"\t\tvoid fxIndexArray(txMachine* the, txSlot* array);",
				"\t\tfxSetIndexSize(the, mxResult->value.reference->next, length, XS_CHUNK);",
				"\t\tfxIndexArray(the, mxResult->value.reference->next);",
				"\t}\n",
			].join("\n"),
		},
		{
			// Or it would write to the array in flash of which there is a copy already.
			name: "the copy of an array whose length is defined",
			find: [
				"\t\t\tif (!alias) {",
				"\t\t\t\talias = fxAliasInstance(the, instance);",
				"\t\t\t\tarray = alias->next;",
				"\t\t\t}\n",
			].join("\n"),
			replacement: [
				"\t\t\tif (!alias)",
				"\t\t\t\talias = fxAliasInstance(the, instance);",
				"\t\t\tarray = alias->next;\n",
			].join("\n"),
		},
	],
	"sources/xsRun.c": [
		{
			name: "definition of mxSetJump",
			find: "#define mxStack stack\n",
			replacement: `#define mxStack stack\n${SET_JUMP}`,
		},
		{
			name: "jumps before fxRunID",
			find: "\ttxJump* yieldJump = the->firstJump;\n",
			replacement: "#ifndef __wasm__\n\ttxJump* yieldJump = the->firstJump;\n#endif\n",
		},
		{
			name: "fxRunID without setjmp",
			find: "\nvoid fxRunID(txMachine* the, txSlot* generator, txInteger count)\n{\n",
			replacement: RUN_LOOP,
		},
		{
			name: "start at a handler",
			find: "\tmxCheckCStack();\n\tif (generator) {\n",
			replacement: `\tmxCheckCStack();\n${CAUGHT}\tif (generator) {\n`,
		},
		{
			name: "machine across setjmp",
			find: "\ttxJump* jump = C_NULL;\n",
			replacement: "\ttxMachine* volatile machine = the;\n\ttxJump* jump = C_NULL;\n",
		},
		{
			name: "setjmp of a generator",
			find: "if (c_setjmp(jump->buffer) == 1) {",
			replacement: [
				"",
				"#ifdef __wasm__",
				"jump->flag = mxGeneratorJump;",
				"#endif",
				"if (mxSetJump(jump->buffer) == 1) {",
			].join("\n"),
		},
		{
			name: "setjmp of a catch",
			find: "if (c_setjmp(jump->buffer) != 0) {",
			replacement: "if (mxSetJump(jump->buffer) != 0) {",
		},
	],
});

/**
 * A text with the changes made.
 *
 * @param file the text's name, for errors
 * @throws one line: a change does not fit exactly once
 */
export function changed(file: string, text: string, changes: readonly Change[]): string {
	return changes.reduce((before, { name, find, replacement }) => {
		const parts = before.split(find);
		if (parts.length !== 2)
			throw new Error(
				`engine: ${file}: the replacement "${name}" fits ${parts.length - 1} times, not once`,
			);
		return parts.join(replacement);
	}, text);
}

/**
 * Makes all changes in an unpacked XS.
 *
 * @param directory XS's folder
 * @throws one line: a change does not fit exactly once
 */
export function changeXs(directory: string): void {
	for (const [file, changes] of Object.entries(XS_CHANGES)) {
		const path = join(directory, file);
		writeFileSync(path, changed(file, readFileSync(path, "utf8"), changes));
	}
}
