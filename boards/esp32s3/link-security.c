/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Protection of a Bluetooth link, which the SDK's BLEServer does not tell: its onAuthenticated
 * comes when a link is encrypted, also after a pairing in which nothing was proved ("Just Works").
 * And the bonds of clients. Called from bluetooth.ts through `ffi`.
 *
 * NimBLE sets `authenticated` for passkey entry, numeric comparison and out-of-band pairing; of
 * these, a meter with a display alone can do only the first. sdkconfig leaves out legacy pairing,
 * so all of it is LE Secure Connections.
 */
#include <stdint.h>

#include "host/ble_gap.h"
#include "host/ble_store.h"
#include "sdkconfig.h"

#ifdef CONFIG_BT_NIMBLE_SM_LEGACY
#error "legacy pairing is on: build by npm run esp32s3, or see docs/moddable.md, ESP32-S3"
#endif

/* Bytes of the longest key, the only one that will do. */
#define KEY_BYTES 16

int32_t link_is_authenticated(int32_t connection);
int32_t forget_bond(int32_t connection);
int32_t forget_bonds(void);

/* connection: the stack's handle. Returns 1 if its six digits have been proved, else 0. */
int32_t link_is_authenticated(int32_t connection)
{
	struct ble_gap_conn_desc link;
	if (0 != ble_gap_conn_find((uint16_t)connection, &link))
		return 0;
	return link.sec_state.encrypted && link.sec_state.authenticated &&
		KEY_BYTES == link.sec_state.key_size;
}

/* connection: the stack's handle. Forgets the client's bond. Returns 0, or the stack's error. */
int32_t forget_bond(int32_t connection)
{
	struct ble_gap_conn_desc link;
	int error = ble_gap_conn_find((uint16_t)connection, &link);

	return error ? error : ble_store_util_delete_peer(&link.peer_id_addr);
}

/*
 * Forgets all bonds. Returns 0, or the stack's error. The SDK's SM.deleteAllBondings forgets the
 * first one only.
 */
int32_t forget_bonds(void)
{
	return ble_store_clear();
}
