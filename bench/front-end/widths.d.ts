/** Further names of AssemblyScript's number types (src/widths.d.ts), for conversion.ts. */
type u8 = number;
type f32 = number;
