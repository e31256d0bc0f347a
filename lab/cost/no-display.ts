/** Replaces `display/display`, to count the display's cost. */
export default class NoDisplay {
	start(): void {}
}
