import { RegisterCard } from "./browser/register-card.tsx";
import { BusCard } from "./bus/bus-card.tsx";
import { ErrorCard, PowerCard } from "./chart/chart-cards.tsx";
import { EnergyCard } from "./energy/energy-card.tsx";
import { FaultCard } from "./faults/fault-card.tsx";
import { Tip } from "./help/tip.tsx";
import { Tour } from "./help/tour.tsx";
import { isDisabled } from "./live.ts";
import { MainsCard } from "./mains/mains-card.tsx";
import { Desk } from "./meter/desk.tsx";
import { Meter } from "./meter/meter.tsx";
import { QualityCard } from "./quality/quality-card.tsx";
import { ReadingsCard } from "./readings/readings-card.tsx";
import { ScenarioCard } from "./scenario/scenario-card.tsx";
import { HarmonicsCard } from "./scope/harmonics-card.tsx";
import { PhasorCard } from "./scope/phasor-card.tsx";
import { ScopeCard } from "./scope/scope-card.tsx";
import { Notices, TopBar } from "./top-bar.tsx";
import { useFocusKept } from "./ui/focus.ts";
import { isWall, Wall } from "./wall/wall.tsx";

/** A meter and everything about it. */
function Bench() {
	return (
		<>
			<div class="station">
				<Meter />
				<Desk />
			</div>
			<div class="cards">
				<MainsCard />
				<ScopeCard />
				<PhasorCard />
				<HarmonicsCard />
				<ReadingsCard />
				<PowerCard />
				<ErrorCard />
				<ScenarioCard />
				<EnergyCard />
				<QualityCard />
				<FaultCard />
				<BusCard />
				<RegisterCard />
			</div>
		</>
	);
}

/** The whole page, disabled while the bench is gone. */
export function App() {
	const gone = isDisabled.value;
	useFocusKept(gone);
	return (
		<>
			<a class="skip" href={isWall ? "#meters" : "#mains"}>
				Skip to the {isWall ? "meters" : "mains"}
			</a>
			<TopBar />
			<Notices />
			<main inert={gone} class={gone ? "gone" : ""}>
				{isWall ? <Wall /> : <Bench />}
			</main>
			{!isWall && <Tour />}
			<Tip />
		</>
	);
}
