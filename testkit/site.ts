/** Serves the built site as a host of static pages does, compressed, and counts what it sends. */
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";
import { ROOT } from "../engine/root.ts";

/** The meter in a web page, as the set-up of `npm test` and `npm run docs` build it. */
export const METER_PAGE = join(ROOT, "build/site/meter");

const TYPES: Readonly<Record<string, string>> = {
	".html": "text/html; charset=utf-8",
	".js": "text/javascript",
	".css": "text/css",
	".svg": "image/svg+xml",
	".json": "application/json",
	".webmanifest": "application/manifest+json",
	".wasm": "application/wasm",
	".woff2": "font/woff2",
};

/** Files that are compressed already. */
const WHOLE = new Set([".woff2", ".png"]);

export interface SiteServer {
	/** `http://127.0.0.1:port`. */
	readonly url: string;
	/** Bytes sent so far, heads included. */
	readonly sentBytes: number;
	/** Paths asked for so far. */
	readonly paths: readonly string[];
	/** Ends it and its connections: from then on the site is offline. */
	close(): Promise<void>;
}

/** @param folder of the site */
export async function serveSite(folder: string): Promise<SiteServer> {
	let sentBytes = 0;
	const paths: string[] = [];
	const server = createServer(({ url = "/" }, response) => {
		const { pathname } = new URL(url, "http://site");
		paths.push(pathname);
		const file = join(
			folder,
			normalize(pathname.endsWith("/") ? `${pathname}index.html` : pathname),
		);
		if (!existsSync(file)) {
			response.writeHead(404).end();
			return;
		}
		const type = extname(file);
		const content = readFileSync(file);
		const body = WHOLE.has(type) ? content : gzipSync(content);
		response.writeHead(200, {
			"content-type": TYPES[type] ?? "application/octet-stream",
			"content-length": body.length,
			"cache-control": "max-age=600",
			...(body !== content && { "content-encoding": "gzip" }),
		});
		response.end(body);
	});
	server.on("connection", (socket) => {
		socket.on("close", () => {
			sentBytes += socket.bytesWritten;
		});
	});
	server.keepAliveTimeout = 1;
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		get sentBytes() {
			return sentBytes;
		},
		paths,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
