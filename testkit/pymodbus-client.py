"""A Modbus TCP client on Debian's pymodbus.

It reads one request in each line of standard input and prints one answer in a line, in JSON.
"""

import json
import sys

from pymodbus.client import ModbusTcpClient

client = ModbusTcpClient("127.0.0.1", port=int(sys.argv[1]), timeout=20)
client.connect()
for line in sys.stdin:
    name, address, argument = json.loads(line)
    answer = getattr(client, name)(address, argument, slave=1)
    said = {"error": str(answer)} if answer.isError() else getattr(answer, "registers", [])
    print(json.dumps(said), flush=True)
client.close()
