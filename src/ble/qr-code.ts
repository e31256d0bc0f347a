/** What the display's QR code says (manual 7.4): which meter the app is to connect to. */

/**
 * `AMBIT:` and the serial number in eight digits. Capital letters, because QR codes have an alphanumeric mode: it fits
 * the smallest code (version 1, 21 × 21) with a quarter of it unreadable.
 */
export function qrCodeText(serialNumber: number): string {
	return `AMBIT:${`${serialNumber}`.padStart(8, "0")}`;
}
