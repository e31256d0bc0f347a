/** Words of the last row that several screens have. */
import { Glyph } from "indication/font";
import { label } from "indication/label";

/** Above the middle button where it chooses or confirms. */
export const OK = label(`${String.fromCharCode(Glyph.DOWN)} OK`);
