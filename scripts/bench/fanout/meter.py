"""Runs a program, and tells how long it took and what it took of the processors.

meter.py MARK PROGRAM [ARGUMENT]…: at each line with the mark that the program prints, and at its end, it takes the
seconds since the start and the seconds of processors of all that the program has started, also of what has left it,
as the master connections of ssh do. Standard output ends with one JSON document.
"""

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import time

PR_SET_CHILD_SUBREAPER = 36
TICKS = os.sysconf("SC_CLK_TCK")


def read(path):
    try:
        with open(path) as file:
            return file.read()
    except OSError:
        return ""


def processes():
    """Parent and ticks of reaped children by process."""
    found = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        stat = read("/proc/%s/stat" % name)
        fields = stat[stat.rfind(")") + 2 :].split()
        if fields:
            found[int(name)] = (int(fields[1]), int(fields[13]) + int(fields[14]))
    return found


def below(pid, found):
    children = [each for each, (parent, _) in found.items() if parent == pid]
    return children + [one for child in children for one in below(child, found)]


def on_processors(pid):
    """Seconds, to the nanosecond: ticks would lose most of what a short process takes."""
    try:
        threads = os.listdir("/proc/%d/task" % pid)
    except OSError:
        return 0
    return sum(int((read("/proc/%d/task/%s/schedstat" % (pid, each)).split() or ["0"])[0]) for each in threads) / 1e9


def taken():
    found = processes()
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    living = sum(on_processors(pid) + found[pid][1] / TICKS for pid in below(os.getpid(), found))
    return ended.ru_utime + ended.ru_stime + living


def main(mark, argv):
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    begin = time.monotonic()
    program = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)
    points, printed = [], []
    for line in program.stdout:
        printed.append(line)
        if mark in line:
            points.append({"wall": time.monotonic() - begin, "cpu": taken()})
    code = program.wait()
    for pid in below(os.getpid(), processes()):
        os.kill(pid, signal.SIGTERM)
    print(json.dumps({"exit": code, "points": points, "printed": "".join(printed)}))


main(sys.argv[1], sys.argv[2:])
