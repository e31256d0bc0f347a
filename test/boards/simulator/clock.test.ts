import { afterEach, expect, it, vi } from "vitest";
import { clock } from "../../../boards/simulator/clock.ts";

afterEach(() => {
	vi.restoreAllMocks();
});

it("the simulator's clock stands still when the desktop's is set back, and then continues", () => {
	const now = vi.spyOn(Date, "now").mockReturnValue(5_000_000);
	const startUs = clock.microseconds;
	now.mockReturnValue(1_400_000);
	expect(clock.microseconds).toBe(startUs);
	now.mockReturnValue(1_400_007);
	expect(clock.microseconds - startUs).toBe(7000);
});
