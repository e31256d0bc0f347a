/** The firmware's bundle as a function (site/vite.config.ts). */
declare module "virtual:firmware" {
	const firmware: (
		host: import("../../boards/virtual/host.ts").Host,
		trace: (...items: unknown[]) => void,
	) => void;
	export default firmware;
}
