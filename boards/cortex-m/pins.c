/* SPDX-License-Identifier: Apache-2.0 */
#include "mps2.h"
#include "link.h"
#include "pins.h"

#define USER_LED_0 1u
#define USER_LED_1 2u
#define CONTROLLER_LED_0 1u

static uint32_t with(uint32_t levels, uint32_t bit, uint8_t level)
{
	return level ? (levels | bit) : (levels & ~bit);
}

void pinsStart(void)
{
	FPGAIO_LEDS = 0;
	CONTROLLER_LEDS = 0;
}

void pinsWrite(uint8_t pin, uint8_t level)
{
	switch (pin) {
	case LINK_PIN_LED:
		FPGAIO_LEDS = with(FPGAIO_LEDS, USER_LED_0, level);
		break;
	case LINK_PIN_S0_1:
		FPGAIO_LEDS = with(FPGAIO_LEDS, USER_LED_1, level);
		break;
	case LINK_PIN_S0_2:
		CONTROLLER_LEDS = with(CONTROLLER_LEDS, CONTROLLER_LED_0, level);
		break;
	}
}
