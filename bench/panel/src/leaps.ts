/** Leaps of meter time. */
import { ask, dismiss, refusal } from "./api.ts";

/** Leaps that this page has asked for and that are under way. */
const underWay = new Set<{ cancelled: boolean }>();

/** Runs meter time; a leap that the user has cancelled is no refusal. */
export async function leap(seconds: number): Promise<void> {
	const own = { cancelled: false };
	underWay.add(own);
	await ask("POST", "/advance", { seconds });
	underWay.delete(own);
	if (own.cancelled && refusal.value?.path === "/advance") dismiss();
}

/** Ends all leaps where they are, those of other pages too. */
export async function cancelLeaps(): Promise<void> {
	for (const each of underWay) each.cancelled = true;
	await ask("DELETE", "/advance");
}
