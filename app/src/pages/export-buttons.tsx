/** Buttons to download and share a snapshot. */
import type { JSX } from "preact";
import { canShare, download, share } from "../meter/share.ts";
import type { Snapshot } from "../meter/snapshot.ts";
import { report } from "../state/notice.ts";
import { Icon } from "../ui/icon.tsx";

const KINDS = ["csv", "json"] as const;

export function ExportButtons({ snapshot }: { snapshot: Snapshot }): JSX.Element {
	return (
		<div class="exports">
			{KINDS.map((kind) => (
				<button key={kind} type="button" onClick={() => download(snapshot, kind)}>
					<Icon name="download" />
					{kind.toUpperCase()}
				</button>
			))}
			{canShare() && (
				<button type="button" onClick={() => void share(snapshot, "csv").catch(report)}>
					<Icon name="share" />
					Share
				</button>
			)}
		</div>
	);
}
