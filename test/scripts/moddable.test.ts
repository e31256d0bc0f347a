import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const script = fileURLToPath(new URL("../../scripts/boot.mjs", import.meta.url));

describe("the scripts that call the Moddable SDK", () => {
	/** Folder of an SDK whose programs log their calls. */
	let sdk: string;
	const log = () => readFileSync(join(sdk, "log"), "utf8").trim().split("\n");

	/** Installs a program that logs its call, runs a shell command and ends with a status. */
	const install = (program: string, status = 0, command = ":") => {
		const folder = join(sdk, "build/bin/lin/release");
		mkdirSync(folder, { recursive: true });
		const path = join(folder, program);
		writeFileSync(
			path,
			`#!/bin/sh\necho "${program} $*" >> "${sdk}/log"\n${command}\nexit ${status}\n`,
		);
		chmodSync(path, 0o755);
	};
	const call = (parameters: string[], environment: Record<string, string>) => {
		const { status, stderr, stdout } = spawnSync(process.execPath, [script, ...parameters], {
			env: { PATH: process.env.PATH, ...environment },
			encoding: "utf8",
			timeout: 20_000,
		});
		return { status, stderr, stdout };
	};
	beforeEach(() => {
		sdk = mkdtempSync(join(tmpdir(), "ambit-sdk-"));
	});
	afterEach(() => {
		rmSync(sdk, { recursive: true });
	});

	it.each(["simulator", "esp32s3", "flash"])(
		"%s says in one line that MODDABLE is not set",
		(purpose) => {
			expect(call([purpose], {})).toEqual({
				status: 1,
				stderr:
					`${purpose}: MODDABLE is not set: ` +
					"it names the folder of the Moddable SDK (docs/moddable.md)\n",
				stdout: "",
			});
		},
	);

	it("a missing build of the SDK's tools is reported in one line", () => {
		const { status, stderr } = call(["simulator"], { MODDABLE: sdk });
		expect(status).toBe(1);
		expect(stderr).toMatch(
			/^simulator: .*mcconfig is missing: build the SDK's tools \(docs\/moddable.md\)\n$/,
		);
	});

	it("simulator builds the meter and starts the simulator with the meter's panel", () => {
		install("mcconfig");
		install("mcsim");
		const { status } = call(["simulator", "rs485=/dev/pts/7"], { MODDABLE: sdk, DISPLAY: ":0" });
		expect(status).toBe(0);
		expect(log()).toEqual([
			expect.stringMatching(
				new RegExp(
					"^mcconfig -d -t build -m -p lin -o \\S+ manifest.json legallyRelevantChecksum=\\d+ " +
						"otherChecksum=\\d+ rs485=/dev/pts/7$",
				),
			),
			expect.stringMatching(/^mcsim \S+\/boards\/simulator\/panel \S+\/ambit\/mc.so$/),
		]);
	});

	it("the kernel is built in C before mcconfig, which compiles it", () => {
		const kernel = fileURLToPath(new URL("../../build/kernel/kernel.c", import.meta.url));
		install("mcconfig", 0, `cp ${kernel} "${join(sdk, "seen.c")}"`);
		expect(call(["esp32s3"], { MODDABLE: sdk, IDF_PATH: "/idf" }).status).toBe(0);
		expect(readFileSync(join(sdk, "seen.c"), "utf8")).toContain("Z_kernelZ_run");
	});

	it("settings that mcconfig would override lie next to its own before it runs", () => {
		const neighbour = "tmp/esp32/esp32s3/release/ambit/xsProj-esp32s3/sdkconfig.mc.esp32s3";
		rmSync(fileURLToPath(new URL(`../../build/moddable/${neighbour}`, import.meta.url)), {
			force: true,
		});
		install("mcconfig", 0, `cp "$7/${neighbour}" "${join(sdk, "last")}"`);
		expect(call(["esp32s3"], { MODDABLE: sdk, IDF_PATH: "/idf" }).status).toBe(0);
		expect(log()[0]).toMatch(/^mcconfig -t build -m -p \S+ -o /);
		expect(readFileSync(join(sdk, "last"), "utf8")).toMatch(/^CONFIG_BT_NIMBLE_SM_LEGACY=n$/m);
	});

	it("esp32s3 builds for the ESP32-S3, and flash flashes it", () => {
		install("mcconfig");
		expect(call(["flash"], { MODDABLE: sdk, IDF_PATH: "/idf" }).status).toBe(0);
		expect(
			log().map((line) => line.replace(/-o \S+/, "-o …").replace(/ \w+Checksum=\d+/g, "")),
		).toEqual([
			"mcconfig -t build -m -p esp32/esp32s3 -o … manifest.json",
			"mcconfig -t deploy -m -p esp32/esp32s3 -o … manifest.json",
		]);
	});

	it("a missing IDF_PATH is reported in one line", () => {
		install("mcconfig");
		const { status, stderr } = call(["esp32s3"], { MODDABLE: sdk });
		expect(status).toBe(1);
		expect(stderr).toBe(
			"esp32s3: IDF_PATH is not set: it names the folder of ESP-IDF (docs/moddable.md)\n",
		);
	});

	it("the scripts end with the SDK's failure", () => {
		install("mcconfig", 2);
		expect(call(["simulator"], { MODDABLE: sdk, DISPLAY: ":0" })).toMatchObject({
			status: 1,
			stderr: "simulator: mcconfig has failed\n",
		});
	});

	it("full scales of another front end go to mcconfig; one that is no number is refused", () => {
		install("mcconfig");
		const environment = { MODDABLE: sdk, IDF_PATH: "/idf" };
		const settings = ["fullScaleVolts=1188.6", "fullScaleAmps=184.9"];
		expect(call(["esp32s3", ...settings], environment).status).toBe(0);
		expect(log()[0]).toMatch(/ fullScaleVolts=1188\.6 fullScaleAmps=184\.9$/);
		for (const wrong of ["fullScaleVolts=800V", "fullScaleAmps=", "fullScaleAmps=-3"])
			expect(call(["esp32s3", wrong], environment)).toMatchObject({
				status: 2,
				stderr: `esp32s3: ${wrong}: a full scale is a positive number\n`,
			});
	});

	it("the scripts refuse an argument that is no setting, and an unknown purpose", () => {
		install("mcconfig");
		expect(call(["simulator", "--rs485"], { MODDABLE: sdk })).toMatchObject({
			status: 2,
			stderr: "simulator: --rs485 is not of the form key=value\n",
		});
		expect(call(["pico"], { MODDABLE: sdk }).status).toBe(2);
	});
});
