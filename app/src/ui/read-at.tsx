/** When figures were read; says so in a way that is seen once they are no longer those of now. */
import type { JSX } from "preact";
import { outdated, quality } from "../state/quality.ts";
import { Icon } from "./icon.tsx";
import { timeOfDay } from "./time.ts";

export function ReadAt(): JSX.Element | null {
	const time = quality.value?.time;
	if (!time) return null;
	if (outdated.value === undefined) return <small class="number">{timeOfDay(time)}</small>;
	return (
		<small class="outdated number">
			<Icon name="warning" />
			of {timeOfDay(time)}
		</small>
	);
}
