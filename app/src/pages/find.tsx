/** Finds a meter by Bluetooth, on the bench or by its QR code, and lists saved readings. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { connect, found, lookAgain, search, searching } from "../state/connection.ts";
import { notify, report } from "../state/notice.ts";
import type { FoundMeter } from "../transport/link.ts";
import { bluetoothObstacle, chooseMeter } from "../transport/web-bluetooth.ts";
import { Icon } from "../ui/icon.tsx";
import { KeptReadings } from "./kept-readings.tsx";
import { QrScanner } from "./qr-scanner.tsx";

/** Between two looks for meters on the bench. */
const SEARCH_PERIOD_MS = 2000;

export function FindPage(): JSX.Element {
	const [scanning, setScanning] = useState(false);
	useEffect(() => {
		const timer = setInterval(() => void (document.hidden || lookAgain()), SEARCH_PERIOD_MS);
		return () => clearInterval(timer);
	}, []);
	return (
		<div class="find">
			<section class="hero">
				<img src="./icon.svg" alt="" width="72" height="72" />
				<div>
					<h2>Connect a meter</h2>
					<p>Turn on Bluetooth in the meter's menu (BROADCAST), then choose how to find it.</p>
				</div>
			</section>
			<div class="ways">
				<button
					type="button"
					class="way"
					disabled={bluetoothObstacle !== undefined}
					onClick={() => void byBluetooth()}
				>
					<Icon name="bluetooth" />
					<b>Scan Bluetooth</b>
					<span>{bluetoothObstacle ?? "Shows nearby meters"}</span>
				</button>
				<button type="button" class="way" onClick={() => setScanning(true)}>
					<Icon name="qr" />
					<b>Scan QR code</b>
					<span>On the display, page Bluetooth of the menu</span>
				</button>
			</div>
			{scanning && (
				<QrScanner onClose={() => setScanning(false)} onFound={(number) => void byNumber(number)} />
			)}
			<BenchMeters />
			<KeptReadings />
		</div>
	);
}

function BenchMeters(): JSX.Element | null {
	if (found.value.length === 0) return null;
	return (
		<section class="card">
			<header>
				<h2>Meters of the test bench</h2>
				<button
					type="button"
					class={`plain ${searching.value ? "busy" : ""}`}
					aria-label="Search again"
					onClick={() => void search()}
				>
					<Icon name="refresh" />
				</button>
			</header>
			<ul class="meters">
				{found.value.map((meter) => (
					<li key={meter.serialNumber}>
						<button
							type="button"
							disabled={meter.obstacle !== undefined}
							onClick={() => void connect(meter)}
						>
							<Icon name="meter" />
							<span>
								<b class="number">{meter.serialNumber}</b>
								<small>{meter.obstacle ?? "Ambit 2PU CT"}</small>
							</span>
						</button>
					</li>
				))}
			</ul>
		</section>
	);
}

async function byBluetooth(serialNumber?: string): Promise<void> {
	try {
		const meter = await chooseMeter(serialNumber);
		if (meter) await connect(meter);
	} catch (error) {
		report(error);
	}
}

/** Connects to the meter of a QR code, on the bench if possible, otherwise over Bluetooth. */
async function byNumber(serialNumber: string): Promise<void> {
	await search();
	const meter: FoundMeter | undefined = found.value.find(
		(each) => each.serialNumber === serialNumber,
	);
	if (meter && !meter.obstacle) await connect(meter);
	else if (!bluetoothObstacle) await byBluetooth(serialNumber);
	else notify(meter?.obstacle ?? `Meter ${serialNumber} cannot be reached.`, true);
}
