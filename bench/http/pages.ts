/** The web pages that the set-up step has built: the front panel at `/`. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

/** Nothing but this server's own: no page needs another, and none may be shown inside a foreign one. */
const POLICY =
	"default-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:; frame-ancestors 'none'";

/** Serves the pages. @param root of the repository */
export function servePages(app: FastifyInstance, root: string): void {
	const panel = join(root, "build/pages/panel");
	if (!existsSync(panel)) {
		app.get("/", (_request, reply) =>
			reply.code(503).type("text/plain").send('The front panel is not built: "npm start" does that.\n'),
		);
		return;
	}
	app.register(fastifyStatic, {
		root: panel,
		setHeaders: (response) => void response.header("content-security-policy", POLICY),
	});
}
