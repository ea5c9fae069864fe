"""Measures a development server: time to the first page, then from saving a text to having the page that shows it.

Only the loopback interface is used, and every wait has an end.
"""

import http.client
import os
import re
import socket
import statistics
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass

from measure import Failed, cpu_ms, resident_mb

HOST = "127.0.0.1"
FIRST_PAGE = 600
ONE_EDIT = 60
# While a server starts it may take a connection and never answer: a short wait, then another try.
STARTING = 1


@dataclass
class Served:
    """Medians over all edits, but for the start."""
    first_page_s: float
    edit_ms: float
    slowest_ms: float
    cpu_ms: float
    resident_mb: float
    edits: int


def free_port():
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def get(connection, path):
    """A page by a connection that is kept, or nothing."""
    try:
        connection.request("GET", path, headers={"Host": "localhost:%d" % connection.port})
        response = connection.getresponse()
        body = response.read()
        return body if response.status == 200 else None
    except (OSError, http.client.HTTPException):
        connection.close()
        return None


class Events:
    """The stream of events by which Chancery tells a browser to load a page anew."""

    def __init__(self, port, path):
        self.socket = socket.create_connection((HOST, port), timeout=ONE_EDIT)
        request = "GET %s HTTP/1.1\r\nHost: localhost:%d\r\nAccept: text/event-stream\r\n\r\n" % (path, port)
        self.socket.sendall(request.encode())
        self.seen = b""
        self.wait(b"generation")

    def wait(self, name):
        """Waits for an event of this name, passing over others."""
        end = time.perf_counter() + ONE_EDIT
        pattern = re.compile(rb"event: ?" + name + rb"\b")
        while not (found := pattern.search(self.seen)):
            if time.perf_counter() > end:
                raise Failed("no event %r came" % name)
            more = self.socket.recv(65536)
            if not more:
                raise Failed("the stream of events ended")
            self.seen += more
        self.seen = self.seen[found.end():]

    def close(self):
        self.socket.close()


@contextmanager
def server(command, folder):
    """A server that is ended with the block."""
    process = subprocess.Popen([str(part) for part in command], cwd=folder, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(connection, path, holds, seconds, pause, process):
    """Asks for a page until it holds something."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        if process.poll() is not None:
            raise Failed("the server ended with %s" % process.returncode)
        body = get(connection, path)
        if body is not None and holds in body:
            return
        time.sleep(pause)
    raise Failed("%s did not come within %d s" % (path, seconds))


def serve(command, port, folder, text, page, edits, events=None):
    """Starts a server and edits the body of one text `edits` times.

    With `events`, the path of a stream, the page is asked for when the server says that it changed, as its own script
    does in a browser; without, it is asked for every 2 ms. The text is left as it was.
    """
    before = text.read_text(encoding="utf-8")
    start = time.perf_counter()
    with server(command, folder) as process:
        connection = http.client.HTTPConnection(HOST, port, timeout=STARTING)
        wait_for(connection, page, b"", FIRST_PAGE, 0.005, process)
        first = time.perf_counter() - start
        connection.close()
        connection = http.client.HTTPConnection(HOST, port, timeout=ONE_EDIT)
        # What a server does after its first page is no part of an edit.
        settle(process.pid)
        stream = Events(port, events) if events else None
        took, cpu = [], []
        try:
            for number in range(edits + 1):
                marker = "qzx%06dqzx" % (os.getpid() % 1000 * 1000 + number)
                edited = before.rstrip("\n") + "\n\n" + marker + "\n"
                used, saved = cpu_ms(process.pid), time.perf_counter()
                text.write_text(edited, encoding="utf-8")
                if stream:
                    stream.wait(b"reload")
                wait_for(connection, page, marker.encode(), ONE_EDIT, 0.002, process)
                took.append((time.perf_counter() - saved) * 1000)
                cpu.append(cpu_ms(process.pid) - used)
                settle(process.pid)
        finally:
            text.write_text(before, encoding="utf-8")
            if stream:
                stream.close()
            connection.close()
        resident = resident_mb(process.pid)
    # The first edit warms up.
    return Served(first, statistics.median(took[1:]), max(took[1:]), statistics.median(cpu[1:]), resident, edits)


def settle(pid):
    """Waits until a process rests, half a minute at most."""
    end = time.perf_counter() + 30
    while time.perf_counter() < end:
        used = cpu_ms(pid)
        time.sleep(0.3)
        if cpu_ms(pid) - used < 3:
            return
