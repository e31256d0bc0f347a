/** A button that asks for files. */
import { useRef } from "preact/hooks";

interface Props {
	readonly label: string;
	/** Use of the files. */
	readonly help: string;
	/** Extensions, such as `.csv,.yaml`. */
	readonly accept: string;
	readonly class?: string;
	readonly disabled?: boolean;
	readonly multiple?: boolean;
	onFiles(files: readonly File[]): void;
}

export function FileButton({ label, help, accept, disabled, multiple, onFiles, ...rest }: Props) {
	const input = useRef<HTMLInputElement>(null);
	return (
		<>
			<button
				type="button"
				class={rest.class}
				aria-description={help}
				disabled={disabled}
				onClick={() => input.current?.click()}
			>
				{label}
			</button>
			<input
				ref={input}
				type="file"
				hidden
				aria-label={label}
				accept={accept}
				multiple={multiple}
				onChange={({ currentTarget }) => {
					const files = [...(currentTarget.files ?? [])];
					// The same file again is a change too.
					currentTarget.value = "";
					if (files.length > 0) onFiles(files);
				}}
			/>
		</>
	);
}
