/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Protection of a Bluetooth link, which the SDK's BLEServer does not tell: its onAuthenticated
 * comes when a link is encrypted, also after a pairing in which nothing was proved ("Just Works").
 * And the bonds of clients, and notifications. Called from bluetooth.ts through `ffi`.
 *
 * NimBLE sets `authenticated` for passkey entry, numeric comparison and out-of-band pairing; of
 * these, a meter with a display alone can do only the first. sdkconfig leaves out legacy pairing,
 * so all of it is LE Secure Connections.
 */
#include <stdint.h>

#include "host/ble_gap.h"
#include "host/ble_gatt.h"
#include "host/ble_hs.h"
#include "host/ble_hs_mbuf.h"
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
int32_t notify_client(int32_t connection, int32_t attribute, void *value, int32_t length);

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

/*
 * Notifies a client of a value. Returns 0, or the stack's error: the notification is lost. When no
 * buffer is free, the SDK's notifyValue has NimBLE read the value instead, by a callback that waits
 * for XS: in XS's own task, for ever.
 */
int32_t notify_client(int32_t connection, int32_t attribute, void *value, int32_t length)
{
	struct os_mbuf *buffer = ble_hs_mbuf_from_flat(value, (uint16_t)length);
	if (!buffer)
		return BLE_HS_ENOMEM;
	return ble_gatts_notify_custom((uint16_t)connection, (uint16_t)attribute, buffer);
}
