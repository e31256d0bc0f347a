/** Type, serial number and versions of the meter (manual A 4.3), and its present readings. */
import type { JSX } from "preact";
import { errorTexts } from "../../../client/error-code.ts";
import { type RegisterName, registerOf } from "../../../client/register-table.ts";
import { conditionTexts } from "../meter/conditions.ts";
import { readable } from "../meter/values.ts";
import { live, snapshot, unread } from "../state/readings.ts";
import { session, status } from "../state/session.ts";
import { settings } from "../state/settings.ts";
import { Live } from "../ui/live.tsx";
import { PhaseTable } from "../ui/phase-table.tsx";

export function DevicePage(): JSX.Element {
	const information = session.value?.information;
	if (!information)
		return (
			<section class="card waiting">
				<div class="spinner" />
				<p>{status.value === "lost" ? "The meter did not answer." : "Connecting to the meter…"}</p>
			</section>
		);
	return (
		<div class="columns">
			<section class="card device">
				<header>
					<h2>Device</h2>
				</header>
				<dl>
					<dt>Type</dt>
					<dd>
						{information.manufacturer} {information.model}
					</dd>
					<dt>Serial number</dt>
					<dd class="number">{information.serialNumber}</dd>
					<dt>Software version</dt>
					<dd class="number">{information.softwareRevision}</dd>
					<dt>Hardware version</dt>
					<dd class="number">{information.hardwareRevision}</dd>
					<dt>CT ratio</dt>
					<dd class="number">{textOf("ctRatio", settings.value.get("ctRatio"))}</dd>
					<dt>Modbus ID</dt>
					<dd class="number">{textOf("modbusId", settings.value.get("modbusId"))}</dd>
					<dt>M-Bus address</dt>
					<dd class="number">{textOf("mbusAddress", settings.value.get("mbusAddress"))}</dd>
				</dl>
				<Errors />
			</section>
			<section class="card">
				<header>
					<h2>Now</h2>
				</header>
				<div class="now">
					<Live name="activePower" label="Active power" large />
					<Live name="reactivePower" label="Reactive power" />
					<Live name="powerFactor" label="Power factor" />
					<Live name="frequency" label="Frequency" />
				</div>
				<Conditions />
			</section>
			<section class="card">
				<header>
					<h2>Energy</h2>
				</header>
				<div class="now">
					<Live name="forwardActiveEnergy" label="Forward active" />
					<Live name="reverseActiveEnergy" label="Reverse active" />
					<Live name="forwardReactiveEnergy" label="Forward reactive" />
					<Live name="reverseReactiveEnergy" label="Reverse reactive" />
				</div>
			</section>
			<section class="card wide">
				<header>
					<h2>Phases</h2>
				</header>
				<PhaseTable />
			</section>
		</div>
	);
}

function textOf(name: RegisterName, value: number | undefined): string {
	return value === undefined ? "–" : readable(registerOf(name), value);
}

/** The error code in words; a line from the beginning, so that nothing moves once it is read. */
function Errors(): JSX.Element {
	const code = snapshot.value?.values.find(({ name }) => name === "errorCode")?.value;
	const texts = code === undefined ? [] : errorTexts(code);
	const unknown = unread.value ? "Errors not read" : "Reading errors…";
	return (
		<ul class="errors">
			{texts.length === 0 && <li>{code === undefined ? unknown : "No error"}</li>}
			{texts.map((text) => (
				<li key={text} class="bad">
					{text}
				</li>
			))}
		</ul>
	);
}

/** The conditions in the status word, as text. */
function Conditions(): JSX.Element {
	const list = conditionTexts(live.value.get("statusWord") ?? 0);
	return (
		<ul class="conditions">
			{list.map((text, i) => (
				<li key={text} class={i === 0 ? "" : "bad"}>
					{text}
				</li>
			))}
		</ul>
	);
}
