/** Words of the last row that several screens have. */
import { Glyph } from "display/font";
import { label } from "display/label";

/** Above the middle button where it chooses or confirms. */
export const OK = label(`${String.fromCharCode(Glyph.DOWN)} OK`);
