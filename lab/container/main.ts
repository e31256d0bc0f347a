/**
 * `npm run container`: builds containers/Containerfile with buildah from this checkout's package,
 * starts the image in a network of its own, waits for its health check and reads the meter there.
 *
 * No registry of images is asked: the base is Debian's packages by mmdebstrap, and this machine's
 * Node, npm and certificates. Needs root.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "../../testkit/bench.ts";

const FOLDER = join(ROOT, "build/container");
const CONTEXT = join(FOLDER, "context");
const BASE = "localhost/ambit-base";
const IMAGE = "localhost/ambit";
const STORAGE = ["--root", join(FOLDER, "storage"), "--runroot", join(FOLDER, "run")];
const CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";

/** Waits for the health check, in seconds. */
const PATIENCE_S = 300;

interface Inspected {
	readonly Docker: {
		readonly config: {
			readonly Entrypoint: readonly string[];
			readonly Healthcheck: { readonly Test: readonly string[] };
			readonly ExposedPorts: Readonly<Record<string, object>>;
		};
	};
}

function buildah(...args: readonly string[]): string {
	return execFileSync("buildah", [...STORAGE, ...args], {
		encoding: "utf8",
		stdio: ["ignore", "pipe", "inherit"],
		maxBuffer: 1 << 26,
	}).trim();
}

/** Debian with Node and npm, as the base of the Containerfile has them. */
function buildBase(): void {
	if (buildah("images", "--noheading", "--format", "{{.Name}}").split("\n").includes(BASE)) return;
	const archive = join(FOLDER, "base.tar");
	if (!existsSync(archive)) {
		console.log("container: Debian's packages for the base; this takes minutes");
		const packages = "--include=libstdc++6,ca-certificates";
		const args = ["--variant=minbase", packages, "bookworm", `${archive}.part.tar`];
		execFileSync("mmdebstrap", args, { stdio: "ignore" });
		cpSync(`${archive}.part.tar`, archive);
		rmSync(`${archive}.part.tar`);
	}
	const npm = join(dirname(dirname(process.execPath)), "lib/node_modules/npm");
	const settings = join(FOLDER, "npmrc");
	writeFileSync(settings, `cafile=${CERTIFICATES}\n`);
	const container = buildah("from", "scratch");
	buildah("add", "-q", container, archive, "/");
	buildah("copy", "-q", container, process.execPath, "/usr/local/bin/node");
	buildah("copy", "-q", container, npm, "/usr/local/lib/node_modules/npm");
	buildah("copy", "-q", container, CERTIFICATES, CERTIFICATES);
	buildah("copy", "-q", container, settings, "/usr/local/etc/npmrc");
	const link = "ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm";
	buildah("run", "--isolation", "chroot", container, "--", "sh", "-c", link);
	buildah("commit", "-q", "--rm", container, BASE);
}

function buildImage(): void {
	rmSync(CONTEXT, { recursive: true, force: true });
	mkdirSync(CONTEXT, { recursive: true });
	const pack = ["pack", "--silent", "--pack-destination", CONTEXT];
	execFileSync("npm", pack, { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] });
	console.log(`container: ${readdirSync(CONTEXT)}`);
	const file = join(ROOT, "containers/Containerfile");
	const options = ["--isolation", "chroot", "--format", "docker", "--build-arg", `BASE=${BASE}`];
	buildah("build", "-q", ...options, "-t", IMAGE, "-f", file, CONTEXT);
}

const quoted = (words: readonly string[]): string =>
	words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");

/**
 * The image's own entry point in a new network, so that its ports are free; then its own health
 * check until that is content, and the three voltages by Modbus TCP from outside of the container.
 */
function scriptFor(container: string, { Docker: { config } }: Inspected): string {
	const run = ["buildah", ...STORAGE, "run", "--isolation", "chroot", "--user", "1000:1000"];
	const [, ...check] = config.Healthcheck.Test;
	const read = "mbpoll -m tcp -p 5021 -a 1 -0 -t 4:float -B -r 20482 -c 3 -1 127.0.0.1";
	return `set -e
ip link set lo up
${quoted([...run, container, "--", ...config.Entrypoint])} &
tries=0
until ${quoted([...run, container, "--", ...check])} 2>/dev/null; do
	tries=$((tries + 1))
	[ $tries -lt ${PATIENCE_S} ] || exit 1
	sleep 1
done
echo "container: healthy"
${read}
`;
}

/** Returns the exit code. */
export function main(): number {
	mkdirSync(FOLDER, { recursive: true });
	buildBase();
	buildImage();
	const container = buildah("from", IMAGE);
	try {
		const inspected = JSON.parse(buildah("inspect", container)) as Inspected;
		const ports = Object.keys(inspected.Docker.config.ExposedPorts);
		const format = ["--noheading", "--format", "{{.Size}}"];
		console.log(`container: ${buildah("images", ...format, IMAGE)}; ports ${ports.join(" ")}`);
		const own = ["--net", "--pid", "--fork", "--kill-child", "--mount-proc"];
		const script = scriptFor(container, inspected);
		return spawnSync("unshare", [...own, "sh", "-c", script], { stdio: "inherit" }).status ?? 1;
	} finally {
		buildah("rm", container);
	}
}
