/** A file that the bench makes. */
import type { ComponentChildren } from "preact";
import { apiPath } from "../api.ts";
import { save } from "../bus/export.ts";
import { road } from "../road.ts";

/** A link that saves what the bench has at a path. */
export function Download(props: {
	readonly path: string;
	/** Of the file. */
	readonly name: string;
	/** Content or use of the file. */
	readonly help: string;
	readonly children: ComponentChildren;
}) {
	const { path, name } = props;
	return (
		<a
			href={apiPath(path)}
			download={name}
			aria-description={props.help}
			onClick={async (event) => {
				event.preventDefault();
				const answer = await road.fetch(apiPath(path)).catch(() => undefined);
				if (answer?.ok) save(name, "application/octet-stream", await answer.blob());
			}}
		>
			{props.children}
		</a>
	);
}
