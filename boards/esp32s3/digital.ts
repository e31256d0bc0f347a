/** The SDK's ECMA-419 `Digital`, which the npm typings declare with modes of type `unknown`. */
import Digital from "embedded:io/digital";
import type { DigitalPins } from "board";

export default Digital as unknown as DigitalPins["io"];
