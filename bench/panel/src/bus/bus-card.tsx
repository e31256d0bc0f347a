import { signal } from "@preact/signals";
import type { LiveExchange } from "../../../live/protocol.ts";
import { exchanges } from "../live.ts";
import { integers } from "../registers.ts";
import { bytesOf } from "../rows.ts";
import { Card } from "../ui/card.tsx";
import { Switch } from "../ui/controls.tsx";
import { mbusWords } from "./mbus.ts";
import { modbusWords } from "./modbus.ts";
import { hexadecimal, type Words } from "./words.ts";

/** Exchanges on the screen. */
const SHOWN = 25;

/** Whether those of the panel itself are shown, too. */
const withOwn = signal(true);

const words = new WeakMap<LiveExchange, Words>();

/** An exchange's words; made once, as the list is drawn again with each that comes. */
function wordsOf(exchange: LiveExchange): Words {
	const known = words.get(exchange);
	if (known) return known;
	const [request, answer] = [bytesOf(exchange.request), bytesOf(exchange.answer)];
	const made =
		exchange.bus === "modbus"
			? modbusWords(request, answer, integers.peek())
			: mbusWords(request, answer);
	words.set(exchange, made);
	return made;
}

const NAMES = { modbus: "Modbus", mbus: "M-Bus" } as const;

function Exchange({ exchange }: { readonly exchange: LiveExchange }) {
	const { to, request, answer, outcome, values } = wordsOf(exchange);
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
					<dt>master</dt>
					<dd>{hexadecimal(bytesOf(exchange.request))}</dd>
					<dt>meter</dt>
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

/** What passes on the two buses, the newest first. */
export function BusCard() {
	const list = exchanges.value.filter(({ own }) => withOwn.value || !own).slice(0, SHOWN);
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
			{list.length === 0 && <p class="hint">Nothing has passed on Modbus and M-Bus yet.</p>}
			<ol class="exchanges">
				{list.map((exchange) => (
					<Exchange key={exchange.number} exchange={exchange} />
				))}
			</ol>
		</Card>
	);
}
