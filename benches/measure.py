"""Measures programs from outside: a whole process by what the kernel counted, a running one by /proc.

Nothing here knows which program it measures.
"""

import os
import platform
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

# A run that takes longer than this is ended: nothing here may hang.
LIMIT = 1800


@dataclass
class Run:
    """What a process cost, its children included."""
    wall: float
    cpu: float
    peak_mb: float
    output: str


class Failed(Exception):
    """A program did not do what it was measured for."""


def run(command, folder):
    """Runs a program to its end. The kernel counts time and peak memory; a failure is raised with what it said."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen([str(part) for part in command], cwd=folder, stdout=said, stderr=said,
                                   stdin=subprocess.DEVNULL)
        limit = threading.Timer(LIMIT, process.kill)
        limit.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        limit.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        output = said.read().decode(errors="replace")
    if process.returncode != 0:
        raise Failed("%s ended with %d:\n%s" % (command[0], process.returncode, output[-2000:]))
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output)


def median(runs):
    """The median of each figure; the output of the last run."""
    middle = {name: statistics.median(getattr(run, name) for run in runs) for name in ("wall", "cpu", "peak_mb")}
    return Run(**middle, output=runs[-1].output)


def cpu_ms(pid):
    """CPU time that a running process has used, in milliseconds. The scheduler counts each thread in nanoseconds;
    where it does not say, the process's own count in ticks serves."""
    try:
        threads = list(Path("/proc/%d/task" % pid).iterdir())
        return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e6
    except (OSError, IndexError, ValueError):
        fields = Path("/proc/%d/stat" % pid).read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def resident_mb(pid):
    """Memory that a running process holds now."""
    for line in Path("/proc/%d/status" % pid).read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


@dataclass
class Tree:
    """What a program wrote: files, pages among them, bytes."""
    files: int
    pages: int
    megabytes: float


def tree(folder):
    """Counts a folder."""
    files = [file for file in Path(folder).rglob("*") if file.is_file()]
    size = sum(file.stat().st_size for file in files)
    return Tree(len(files), sum(file.suffix == ".html" for file in files), size / 1e6)


def clear(*folders):
    """Removes folders that may not be there."""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def machine():
    """The machine in a line: processor, cores, memory, kernel."""
    model = platform.processor() or platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    load = os.getloadavg()[0]
    return "%s, %d cores, %.0f GiB, Linux %s; load at the start %.1f" % (model, cores, memory, platform.release(), load)
