/** A bundle for an engine that only meters: front-end bytes in, energy in registers out. */
import Metrology from "metrology/metrology";
import EnergyRegisters from "registers/energy-registers";
import MeasurementRegisters from "registers/measured";
import RegisterModel from "registers/model";
import Keeper from "storage/keeper";
import { clock } from "../../boards/virtual/clock";
import device, { frontEnd } from "../../boards/virtual/device";
import { BYTES_PER_FRAME, SEQUENCE_LENGTH, ToBench, ToBoard } from "../../boards/virtual/link";
import { inputView } from "../../boards/virtual/messages";
import Timer from "../../boards/virtual/timer";

host.onMessage = (type, length) => {
	if (type === ToBoard.START) {
		const registers = new RegisterModel();
		const measured = new MeasurementRegisters(
			registers,
			() => false,
			() => false,
		);
		const metrology = new Metrology(device, (source) => measured.update(source));
		new EnergyRegisters(registers, metrology, new Keeper(device, metrology));
		host.send(ToBench.READY, 0);
	} else if (type === ToBoard.FRAMES) {
		const count = (length - SEQUENCE_LENGTH) / BYTES_PER_FRAME;
		if (frontEnd.isNew(inputView.getUint16(0, true), count)) {
			clock.given += count;
			Timer.advance(clock.given);
			frontEnd.deliver(count);
		}
		host.send(ToBench.DONE, 8);
	}
};
