/**
 * Colours of the LCD: dark pixels on the glass, as scanners of QR codes expect them, with the blue
 * backlight and without.
 */
type Colour = readonly [red: number, green: number, blue: number];

export interface GlassColours {
	readonly glass: Colour;
	readonly pixel: Colour;
}

export const LIT: GlassColours = { glass: [116, 170, 255], pixel: [8, 16, 56] };

export const UNLIT: GlassColours = { glass: [150, 164, 150], pixel: [36, 44, 52] };
