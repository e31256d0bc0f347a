import { expect, it } from "vitest";
import { svgOf } from "../../lab/accuracy/plots.ts";

const plot = {
	title: "Error over load",
	panels: ["PF 1", "PF 0.5 L"].map((title) => ({
		title,
		lines: [{ name: "meter 12345678", points: [[0.01, 0.005] as const, [1, -0.005] as const] }],
	})),
	x: { name: "current in A", logarithmic: true, minimum: 0.01, maximum: 10 },
	y: 0.02,
};

it("a plot names title, panels, meters and axes, and draws a line for each meter", () => {
	const svg = svgOf(plot);
	for (const text of [
		"Error over load",
		"PF 1",
		"PF 0.5 L",
		"meter 12345678",
		"current in A",
		"error",
	])
		expect(svg).toContain(`>${text}</text>`);
	expect(svg.match(/<path [^>]*fill="none" stroke="#0072B2" stroke-width="1.5"/g)).toHaveLength(2);
});

it("a plot is the same each time, so that a report changes only with its results", () => {
	const anonymous = (svg: string) => svg.replaceAll(/zr\d+-/g, "");
	expect(anonymous(svgOf(plot))).toBe(anonymous(svgOf(plot)));
	expect(svgOf(plot)).not.toMatch(/<style|class=/);
});
