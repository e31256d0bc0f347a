/** Meter Manager at `/manager/`, as the set-up step has built it. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

/** Nothing but this server's own; pictures of the camera and files to be saved are made in the page. */
const POLICY =
	"default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:; " +
	"frame-ancestors 'none'";

/** Serves the app. @param root of the repository */
export function serveManager(app: FastifyInstance, root: string): void {
	const manager = join(root, "build/pages/manager");
	app.get("/manager", (_request, reply) => reply.redirect("/manager/"));
	if (!existsSync(manager)) {
		app.get("/manager/", (_request, reply) =>
			reply.code(503).type("text/plain").send('Meter Manager is not built: "npm start" does that.\n'),
		);
		return;
	}
	app.register(fastifyStatic, {
		root: manager,
		prefix: "/manager/",
		decorateReply: false,
		setHeaders: (reply) => void reply.header("content-security-policy", POLICY),
	});
}
