"""The meter under pytest, with Python's standard library and the command line alone."""

import json
import os
import shlex
import signal
import socket
import struct
import subprocess
import urllib.request

import pytest

# "npx ambit" unless the environment names another command.
COMMAND = shlex.split(os.environ.get("AMBIT", "npx ambit"))
FREE_PORTS = ["--http", "0", "--modbus-rtu", "0", "--modbus-tcp", "0", "--mbus", "0"]


class Meter:
    """A running meter: where it answers, and its HTTP API."""

    def __init__(self, services):
        self.url = services["HTTP"]
        self.modbus_port = int(services["Modbus TCP"].rsplit(":", 1)[1])

    def call(self, method, path, body=None):
        request = urllib.request.Request(
            self.url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={} if body is None else {"content-type": "application/json"},
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)


@pytest.fixture(scope="module")
def meter():
    command = [*COMMAND, *FREE_PORTS]
    # npx starts the meter through a shell: a session of their own lets all of them be ended.
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        services = {}
        while "HTTP" not in services:
            line = process.stdout.readline()
            assert line, "the meter has ended"
            name, where = line.rstrip("\n").split("  ", 1)
            services[name] = where
        yield Meter(services)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def read_float(port, address):
    """Reads a float of two registers from the meter with Modbus ID 1."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(struct.pack(">HHHBBHH", 1, 0, 6, 1, 3, address, 2))
        answer = connection.recv(64)
    return struct.unpack(">f", answer[9:13])[0]


def test_voltage_is_read_by_modbus(meter):
    phases = [{"voltage": 236.5}, None, None]
    meter.call("PATCH", "/api/mains", {"phases": phases})
    meter.call("POST", "/api/advance", {"seconds": 3})
    assert read_float(meter.modbus_port, 0x5002) == pytest.approx(236.5, abs=0.05)


def test_readings_agree_with_the_truth(meter):
    meter.call("POST", "/api/advance", {"seconds": 3})
    power = meter.call("GET", "/api/readings")["readings"]["activePower"]
    truth = meter.call("GET", "/api/truth")["total"]["activePower"]
    assert power["unit"] == "W"
    assert power["value"] == pytest.approx(truth, rel=1e-3)
