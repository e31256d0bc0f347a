/** Shares a snapshot with other apps or saves it as a download. */
import { type Snapshot, toCsv, toJson } from "./snapshot.ts";

export type FileKind = "csv" | "json";

const TYPES: Record<FileKind, string> = { csv: "text/csv", json: "application/json" };

function fileOf(snapshot: Snapshot, kind: FileKind): File {
	const text = kind === "csv" ? toCsv(snapshot) : toJson(snapshot);
	const time = snapshot.time.slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
	return new File([text], `meter-${snapshot.serialNumber}-${time}.${kind}`, { type: TYPES[kind] });
}

/** Returns true if this browser can share files with other apps. */
export function canShare(): boolean {
	return navigator.canShare?.({ files: [new File([""], "a.csv", { type: TYPES.csv })] }) ?? false;
}

export async function share(snapshot: Snapshot, kind: FileKind): Promise<void> {
	try {
		await navigator.share({
			files: [fileOf(snapshot, kind)],
			title: `Meter ${snapshot.serialNumber}`,
		});
	} catch (error) {
		// The user has cancelled.
		if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
	}
}

export function download(snapshot: Snapshot, kind: FileKind): void {
	save(fileOf(snapshot, kind));
}

/** Downloads a text as a file. */
export function downloadText(name: string, type: string, text: string): void {
	save(new File([text], name, { type }));
}

function save(file: File): void {
	const link = document.createElement("a");
	link.href = URL.createObjectURL(file);
	link.download = file.name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
