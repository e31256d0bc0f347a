/** Text of the display's QR code (manual 7.4), which tells the app its meter. */
import { serialNumberText } from "registers/identity";

/**
 * `AMBIT:` and the serial number in eight digits. Capital letters use the alphanumeric mode of QR
 * codes, so the text fits the smallest code (version 1, 21 × 21) at error correction level Q, which
 * restores a quarter of it.
 */
export function qrCodeText(serialNumber: number): string {
	return `AMBIT:${serialNumberText(serialNumber)}`;
}
