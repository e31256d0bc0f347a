/**
 * Response of the converter's sinc³ filter and the equaliser together: what is left of a sine at
 * the kernel, 1 within 0.2 % up to 0.3 of the frame rate. Compiled to machine code as well:
 * docs/sample-path.md.
 */
import { TAP_0, TAP_1, TAP_2, TAP_3, TAP_4, TAP_SHIFT } from "metrology/equaliser";
import { cosine, sinc } from "metrology/trigonometry";

const UNIT: f64 = (1 << TAP_SHIFT) as f64;

/** @param omega of the sine, rad a frame, 0..2; above 1/8 the error is below 1e-6 */
export default function response(omega: f64): f64 {
	const once: f64 = cosine(omega);
	const twice: f64 = 2 * once * once - 1;
	const thrice: f64 = 2 * once * twice - once;
	const fourTimes: f64 = 2 * once * thrice - twice;
	const inner: f64 = (TAP_1 as f64) * once + (TAP_2 as f64) * twice;
	const outer: f64 = (TAP_3 as f64) * thrice + (TAP_4 as f64) * fourTimes;
	const filter: f64 = sinc(omega / 2);
	return (filter * filter * filter * ((TAP_0 as f64) + 2 * (inner + outer))) / UNIT;
}
