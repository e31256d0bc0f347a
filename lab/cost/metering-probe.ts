/** A bundle for an engine that only meters: front-end bytes in, energy in registers out. */
import { catalogue, type RegisterName } from "catalogue";
import Energy from "energy/energy";
import MeasuredRegisters from "metrology/measured";
import Metrology from "metrology/metrology";
import Seal from "metrology/seal";
import RegisterModel from "registers/model";
import { clock } from "../../boards/virtual/clock";
import device, { frontEnd } from "../../boards/virtual/device";
import { BYTES_PER_FRAME, SEQUENCE_LENGTH, ToBench, ToBoard } from "../../boards/virtual/link";
import { inputView } from "../../boards/virtual/messages";
import Timer from "../../boards/virtual/timer";

host.onMessage = (type, length) => {
	if (type === ToBoard.START) {
		const model = new RegisterModel<RegisterName>(catalogue);
		const energy = new Energy(model, device.pins, new Seal(device.pins));
		const measured = new MeasuredRegisters(model, energy.ctHistory);
		const metrology = new Metrology(device.frontEnd, energy, measured);
		metrology.start();
		energy.tariff.start();
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
