/**
 * Maps of the protocols, joined with the catalogue when the module is loaded: preloaded, they stay
 * in flash.
 */
import { catalogue } from "catalogue";
import { joinTelegram, joinWritableRecords } from "mbus/records";
import type { MBusMaps } from "mbus/slave";
import { TELEGRAM, WRITABLE_RECORDS } from "mbus/telegram-map";
import { modbusMap } from "modbus/map";
import { joinModbusMap } from "modbus/table";

export const modbusRuns = joinModbusMap(catalogue, modbusMap());

export const mbusMaps: MBusMaps = Object.freeze({
	telegram: joinTelegram(catalogue, TELEGRAM),
	writable: joinWritableRecords(catalogue, WRITABLE_RECORDS),
});
