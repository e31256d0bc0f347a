/** Installation as an app, where the browser offers it. */
import { signal } from "@preact/signals";

/** The browser's offer; TypeScript's library does not declare it. */
interface InstallEvent extends Event {
	prompt(): Promise<unknown>;
}

/** Opens the browser's dialogue; undefined if the browser offers none, or the app is installed. */
export const install = signal<(() => void) | undefined>(undefined);

/** Waits for the browser's offer. */
export function awaitInstallOffer(): void {
	window.addEventListener("beforeinstallprompt", (event) => {
		event.preventDefault();
		install.value = () => {
			install.value = undefined;
			void (event as InstallEvent).prompt();
		};
	});
	window.addEventListener("appinstalled", () => {
		install.value = undefined;
	});
}
