/** The text of a scenario, so that errors name its lines. */
import { isCollection, isMap, isPair, LineCounter, type Node, parseDocument, visit } from "yaml";
import { reasonOf } from "../fault.ts";

/** A scenario is wrong; one line that names file, line and key. */
export class ScenarioError extends Error {
	override readonly name = "ScenarioError";
}

/** Keys and indices from the top. */
export type Path = readonly (string | number)[];

export class SourceText {
	/** Name of the file, for errors. */
	readonly name: string;
	readonly #lines = new LineCounter();
	readonly #document: ReturnType<typeof parseDocument>;

	/**
	 * @param text YAML, of which JSON is a part
	 * @throws ScenarioError if it is neither, or has a key that is no text
	 */
	constructor(name: string, text: string) {
		this.name = name;
		this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
		const [error] = this.#document.errors;
		if (error) throw this.#errorAt(error.pos[0], error.message.split("\n")[0] ?? "");
		visit(this.#document, {
			Pair: (_, { key }) => {
				// It would become a text that doubles with each key inside it.
				if (isCollection(key)) throw this.#errorAt(key.range?.[0] ?? 0, "a key must be a text");
			},
		});
	}

	#errorAt(offset: number, problem: string): ScenarioError {
		return new ScenarioError(`${this.name}:${this.#lines.linePos(offset).line}: ${problem}`);
	}

	/** The contents as plain values. @throws ScenarioError: an alias of nothing, or too many */
	get value(): unknown {
		try {
			return this.#document.toJS();
		} catch (error) {
			throw new ScenarioError(`${this.name}: ${reasonOf(error)}`);
		}
	}

	/** An error at a place of the text. */
	error(path: Path, problem: string): ScenarioError {
		const at = path
			.map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`))
			.join("")
			.replace(/^\./, "");
		const where = `${this.name}:${this.#lineOf(path)}`;
		return new ScenarioError(at === "" ? `${where}: ${problem}` : `${where}: ${at}: ${problem}`);
	}

	/** Line of a key, or of the innermost one above it that there is. */
	#lineOf(path: Path): number {
		for (let length = path.length; length > 0; length--) {
			const offset = this.#offsetOf(path.slice(0, length));
			if (offset !== undefined) return this.#lines.linePos(offset).line;
		}
		return 1;
	}

	#offsetOf(path: Path): number | undefined {
		const parent = this.#document.getIn(path.slice(0, -1), true);
		const key = path.at(-1);
		const holder = path.length === 1 ? this.#document.contents : parent;
		if (isMap(holder)) {
			const pair = holder.items.find((item) => isPair(item) && keyOf(item.key) === `${key}`);
			const node = pair?.key as Node | undefined;
			if (node?.range) return node.range[0];
		}
		return (this.#document.getIn(path, true) as Node | undefined)?.range?.[0];
	}
}

function keyOf(key: unknown): string {
	return String(typeof key === "object" && key !== null && "value" in key ? key.value : key);
}
