/** In the place of `display/display`, to count what the display costs. */
export default class NoDisplay {}
