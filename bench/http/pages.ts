/** Serves the built web pages: the front panel at `/`, Meter Manager at `/manager/`. */
import { existsSync } from "node:fs";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import type { Built } from "../installation.ts";

/**
 * Allows this server only: no page needs another one, and none may be shown inside a foreign page.
 */
const POLICY =
	"default-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:; frame-ancestors 'none'";

/** Serves the pages. */
export function servePages(app: FastifyInstance, { panel, manager }: Built["pages"]): void {
	servePage(app, panel, "/", "The front panel");
	app.get("/manager", (_request, reply) => reply.redirect("/manager/"));
	servePage(app, manager, "/manager/", "Meter Manager");
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
		setHeaders: (reply) => void reply.header("content-security-policy", POLICY),
	});
}
