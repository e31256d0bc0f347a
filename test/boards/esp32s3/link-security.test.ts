import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runNative } from "../compile-native.ts";

const SOURCE = fileURLToPath(new URL("../../../boards/esp32s3/link-security.c", import.meta.url));

const HEADERS = [
	"sdkconfig.h",
	...["ble_gap", "ble_gatt", "ble_hs", "ble_hs_mbuf", "ble_store"].map((each) => `host/${each}.h`),
];

/**
 * NimBLE as a notification needs it: without a buffer it reads the value from the attribute,
 * whose callback in Moddable's server waits for XS, which is the caller.
 *   notify BUFFERS   with that number free: prints the stack's arguments and the result
 */
const HARNESS = `
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#define BLE_HS_ENOMEM 6
typedef struct { uint8_t type, val[6]; } ble_addr_t;
struct ble_gap_conn_desc {
	struct { unsigned encrypted, authenticated, key_size; } sec_state;
	ble_addr_t peer_id_addr;
};
struct os_mbuf { const void *bytes; uint16_t length; };
static int buffers;
static struct os_mbuf buffer;
static int ble_gap_conn_find(uint16_t handle, struct ble_gap_conn_desc *link)
{
	(void)handle; (void)link;
	return 7;
}
static int ble_store_util_delete_peer(const ble_addr_t *peer) { (void)peer; return 0; }
static int ble_store_clear(void) { return 0; }
static struct os_mbuf *ble_hs_mbuf_from_flat(const void *bytes, uint16_t length)
{
	buffer = (struct os_mbuf){ bytes, length };
	return buffers ? &buffer : NULL;
}
static int ble_gatts_notify_custom(uint16_t link, uint16_t attribute, struct os_mbuf *value)
{
	if (!value)
		printf("XS waits for itself\\n");
	else
		printf("%d %d %.*s\\n", link, attribute, value->length, (const char *)value->bytes);
	return 0;
}
#include "${SOURCE}"
int main(void)
{
	while (scanf(" notify %d", &buffers) == 1)
		printf("%d\\n", (int)notify_client(3, 5, "abc", 2));
	return 0;
}
`;

describe("a notification of the ESP32-S3", () => {
	let folder: string;
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), "ambit-link-"));
		mkdirSync(join(folder, "host"));
		for (const header of HEADERS) writeFileSync(join(folder, header), "");
		writeFileSync(join(folder, "harness.c"), HARNESS);
		const flags = ["-Wall", "-Wextra", "-Werror", "-fsanitize=undefined"];
		execFileSync("gcc", [...flags, "-I", folder, "-o", "harness", "harness.c"], { cwd: folder });
	});
	afterAll(() => {
		rmSync(folder, { recursive: true });
	});

	it("it is given to the stack with its bytes", () => {
		expect(runNative(join(folder, "harness"), ["notify 1"])).toEqual(["3 5 ab", "0"]);
	});

	it("without a free buffer it is lost, and the stack reads nothing from XS", () => {
		expect(runNative(join(folder, "harness"), ["notify 0"])).toEqual(["6"]);
	});
});
