import { signal } from "@preact/signals";
import type { LiveExchange } from "../../../live/protocol.ts";
import { exchanges } from "../live.ts";
import { integers } from "../registers.ts";
import { bytesOf } from "../rows.ts";
import { Card } from "../ui/card.tsx";
import { Switch } from "../ui/controls.tsx";
import { type Description, hexadecimal } from "./description.ts";
import { describeMBus } from "./mbus.ts";
import { describeModbus } from "./modbus.ts";

/** Most exchanges on the screen. */
const MAXIMUM_SHOWN = 25;

/** True if the panel's own exchanges are shown. */
const withOwn = signal(true);

const descriptions = new WeakMap<LiveExchange, Description>();

/** Returns an exchange's description, made once since each new exchange redraws the list. */
function descriptionOf(exchange: LiveExchange): Description {
	const known = descriptions.get(exchange);
	if (known) return known;
	const [request, answer] = [bytesOf(exchange.request), bytesOf(exchange.answer)];
	const description =
		exchange.bus === "modbus"
			? describeModbus(request, answer, integers.peek())
			: describeMBus(request, answer);
	descriptions.set(exchange, description);
	return description;
}

const NAMES = { modbus: "Modbus", mbus: "M-Bus" } as const;

function Exchange({ exchange }: { readonly exchange: LiveExchange }) {
	const { to, request, answer, outcome, values } = descriptionOf(exchange);
	return (
		<li class={`exchange ${outcome} ${exchange.own ? "own" : ""}`}>
			<details>
				<summary>
					<span class="when">{exchange.meterSeconds.toFixed(2)} s</span>
					<span class={`bus ${exchange.bus}`}>{NAMES[exchange.bus]}</span>
					<span class="to">{exchange.own ? `${to}, panel` : to}</span>
					<span class="request">{request}</span>
					<span class="answer">{answer}</span>
				</summary>
				<dl class="frames">
					<dt>request</dt>
					<dd>{hexadecimal(bytesOf(exchange.request))}</dd>
					<dt>response</dt>
					<dd>{exchange.answer ? hexadecimal(bytesOf(exchange.answer)) : "—"}</dd>
				</dl>
				{values.length > 0 && (
					<table class="values">
						<tbody>
							{values.map(({ place, name, value }) => (
								<tr key={place}>
									<th>{place}</th>
									<td>{name}</td>
									<td class="value">{value}</td>
								</tr>
							))}
						</tbody>
					</table>
				)}
			</details>
		</li>
	);
}

/** The exchanges on both buses, newest first. */
export function BusCard() {
	const list = exchanges.value.filter(({ own }) => withOwn.value || !own).slice(0, MAXIMUM_SHOWN);
	return (
		<Card
			title="Buses"
			class="wide buses"
			aside={
				<Switch
					label="Also the panel's own"
					on={withOwn.value}
					onChange={(on) => {
						withOwn.value = on;
					}}
				/>
			}
		>
			{list.length === 0 && <p class="hint">There has been no exchange on Modbus or M-Bus yet.</p>}
			<ol class="exchanges">
				{list.map((exchange) => (
					<Exchange key={exchange.number} exchange={exchange} />
				))}
			</ol>
		</Card>
	);
}
