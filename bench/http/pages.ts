/**
 * Serves the built web pages, the front panel at `/` and Meter Manager at `/manager/`, and the
 * documentation as text.
 */
import { existsSync } from "node:fs";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import type { Built } from "../installation.ts";

/** A year: the name of a file in this folder changes with its content. */
const HASHED = "/assets/";
const FOR_EVER = "public, max-age=31536000, immutable";

/** Asks the server each time whether the file has changed. */
const CHECKED = "no-cache";

/**
 * Allows this server only: no page needs another one, and none may be shown inside a foreign page.
 */
const POLICY =
	"default-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:; frame-ancestors 'none'";

/**
 * Serves the pages.
 * @param documents folder of the documentation
 */
export function servePages(
	app: FastifyInstance,
	{ panel, manager }: Built["pages"],
	documents: string,
): void {
	servePage(app, panel, "/", "The front panel");
	app.get("/manager", (_request, reply) => reply.redirect("/manager/"));
	servePage(app, manager, "/manager/", "Meter Manager");
	serveDocuments(app, documents);
}

/** Serves the Markdown files as they are, if the documentation is installed. */
function serveDocuments(app: FastifyInstance, folder: string): void {
	if (!existsSync(folder)) return;
	app.get("/docs", (_request, reply) => reply.redirect("/docs/README.md"));
	app.register(fastifyStatic, {
		root: folder,
		prefix: "/docs/",
		decorateReply: false,
		setHeaders(reply, path) {
			reply.header("content-security-policy", POLICY);
			// Browsers offer Markdown for download.
			if (path.endsWith(".md")) reply.header("content-type", "text/plain; charset=utf-8");
		},
	});
}

/** Serves the page built into `folder` under `prefix`, or says that it was not built. */
function servePage(app: FastifyInstance, folder: string, prefix: string, name: string): void {
	if (!existsSync(folder)) {
		app.get(prefix, (_request, reply) =>
			reply.code(503).type("text/plain").send(`${name} is not built: "npm start" does that.\n`),
		);
		return;
	}
	app.register(fastifyStatic, {
		root: folder,
		prefix,
		decorateReply: prefix === "/",
		// The set-up step has compressed them (scripts/setup/pages.ts).
		preCompressed: true,
		cacheControl: false,
		setHeaders(reply, path) {
			reply.header("content-security-policy", POLICY);
			reply.header("cache-control", path.includes(HASHED) ? FOR_EVER : CHECKED);
		},
	});
}
