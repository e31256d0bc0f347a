/** Moddable's modules that the firmware and its boards import; every project includes this file. */
/// <reference path="../node_modules/@moddable/typings/xs.d.ts" />
/// <reference path="../node_modules/@moddable/typings/embedded_io/_common.d.ts" />
/// <reference path="../node_modules/@moddable/typings/embedded_io/serial.d.ts" />
/// <reference path="../node_modules/@moddable/typings/embedded_io/digital.d.ts" />
/// <reference path="../node_modules/@moddable/typings/embedded_io/spi.d.ts" />
/// <reference path="../node_modules/@moddable/typings/file.d.ts" />
/// <reference path="../node_modules/@moddable/typings/ble/bleserver.d.ts" />
/// <reference path="../node_modules/@moddable/typings/ble/btutils.d.ts" />
/// <reference path="../node_modules/@moddable/typings/timer.d.ts" />
/// <reference path="../node_modules/@moddable/typings/time.d.ts" />
/// <reference path="../node_modules/@moddable/typings/crc.d.ts" />
/// <reference path="../node_modules/@moddable/typings/qrcode.d.ts" />
/// <reference path="../node_modules/@moddable/typings/mc/config.d.ts" />
