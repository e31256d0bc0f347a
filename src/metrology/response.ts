/**
 * Response of the converter's sinc³ filter and the equaliser together: what is left of a sine at
 * the kernel, 1 within 0.2 % up to 0.3 of the frame rate.
 */
import { TAP_0, TAP_1, TAP_2, TAP_3, TAP_4, TAP_SHIFT } from "metrology/equaliser";
import { cosine, sinc } from "metrology/trigonometry";

/** @param omega of the sine, rad a frame, 0..1/8 */
export default function response(omega: number): number {
	const once = cosine(omega);
	const twice = 2 * once * once - 1;
	const thrice = 2 * once * twice - once;
	const fourTimes = 2 * once * thrice - twice;
	const taps = TAP_0 + 2 * (TAP_1 * once + TAP_2 * twice + TAP_3 * thrice + TAP_4 * fourTimes);
	return (sinc(omega / 2) ** 3 * taps) / 2 ** TAP_SHIFT;
}
