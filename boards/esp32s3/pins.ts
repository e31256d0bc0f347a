/** GPIOs of the ESP32-S3 board. A test compares them with the table in docs/hardware.md. */
export const Pin = Object.freeze({
	/** Touch pads below the LCD. A touch channel of the ESP32-S3 has its GPIO's number. */
	TOUCH_LEFT: 1,
	TOUCH_MIDDLE: 2,
	TOUCH_RIGHT: 4,
	POWER_FAIL: 5,
	TARIFF_INPUT: 6,
	SEAL: 7,
	RS485_DIRECTION: 8,
	FLASH_SELECT: 9,
	/** The converter, on the pins that connect to SPI2 without the GPIO matrix. */
	CONVERTER_SELECT: 10,
	CONVERTER_OUT: 11,
	CONVERTER_CLOCK: 12,
	CONVERTER_IN: 13,
	CONVERTER_READY: 14,
	LED: 15,
	S0_1: 16,
	RS485_TRANSMIT: 17,
	RS485_RECEIVE: 18,
	S0_2: 21,
	/** The bus of LCD and flash chip. */
	BUS_OUT: 35,
	BUS_CLOCK: 36,
	BUS_IN: 37,
	LCD_SELECT: 38,
	/** C/D: 1 pixels, 0 commands. */
	LCD_DATA: 39,
	LCD_RESET: 40,
	MBUS_RECEIVE: 41,
	MBUS_TRANSMIT: 42,
	BACKLIGHT: 47,
} as const);

/** UARTs by ESP-IDF's numbers; UART 0 is the debugger's. */
export const Port = Object.freeze({ RS485: 1, MBUS: 2 } as const);

/** SPI hosts by ESP-IDF's numbers: 1 is SPI2, 2 is SPI3. */
export const Spi = Object.freeze({ CONVERTER: 1, BUS: 2 } as const);
