"""Reads the sensors of Home Assistant's modbus integration with pymodbus, one by one as it does.

Standard input: the integration's configuration in JSON. Standard output: values by register.
"""

import json
import struct
import sys

from pymodbus.client import ModbusTcpClient

[hub] = json.load(sys.stdin)
client = ModbusTcpClient(hub["host"], port=hub["port"], timeout=20)
client.connect()
values = {}
for sensor in hub["sensors"]:
    slave = sensor["slave"]
    answer = client.read_holding_registers(sensor["address"], 2, slave=slave)
    if answer.isError():
        sys.exit(f"{sensor['name']}: {answer}")
    [value] = struct.unpack(">f", struct.pack(">HH", *answer.registers))
    name = sensor["unique_id"].removeprefix(f"ambit_{slave}_")
    values[name] = round(value * sensor["scale"], sensor["precision"])
client.close()
print(json.dumps(values))
