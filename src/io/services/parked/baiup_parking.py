"""Holds a program that has imported everything and read its configuration, just before it does what others may notice.

JOB is JSON: "module" and "words", what `python -m` is told; "folder", where its record and its go lie; "token", what its
go must say; "go", the file that does; "launch", of what it was started with; "patience", seconds after which it ends where
nobody has said go; "log", what it prints to once it goes on, where that is another file; "variables", what its environment
has beside; "instead", files that are read from copies: [path, copy]; "imports",
modules that it would import only once it serves; "package", the distribution whose version it tells.

While it waits, "parked.json" says who it is and what it has read. When it goes on, "parked.json" becomes "pid.json" by one
rename: whoever looks sees it either parked or serving. Otherwise it ends by itself, and the last line of "parked.log" says
why.
"""

import builtins
import contextlib
import hashlib
import importlib
import importlib.metadata
import io
import json
import os
import runpy
import signal
import sys
import threading
import time

from baiup_acts import connections, is_act, opened_by

EVERY_SECONDS = 0.01
LARGEST_READ = 4_000_000
CONFIGURATION = (".toml", ".conf")
# They begin to work where they are called, in code that Python does not hear of.
PROFILERS = (("memray", "Tracker"), ("pyroscope", "configure"))


def serve():
    job = json.loads(sys.argv[1])
    # As `python -m` has it.
    sys.path[0] = os.getcwd()
    sys.argv[1:] = job["words"]
    parking = Parking(job)
    parking.begin()
    try:
        runpy._run_module_as_main(job["module"])
    finally:
        if parking.stage != "gone":
            parking.say(f"it ended before it served, by {sys.exc_info()[0].__name__}")


def digest(path):
    try:
        # Not by `open`, which may read from a copy.
        with io.FileIO(path) as file:
            return hashlib.sha256(file.read(LARGEST_READ)).hexdigest()
    except OSError:
        return ""


def version_of(package):
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def installed():
    """The packages of its environment: one that comes, goes or is put in anew tells by its name, its number or its time."""
    found = set()
    for folder in sys.path:
        if folder.startswith(f"{sys.prefix}/") and os.path.isdir(folder):
            with os.scandir(folder) as entries:
                for each in entries:
                    if each.name.endswith(".dist-info"):
                        known = each.stat()
                        found.add((each.path, known.st_ino, known.st_mtime_ns))
    return found


class Parking:
    """One program, which is "reading", then "parked", then "gone" on."""

    def __init__(self, job):
        self.job = job
        self.stage = "reading"
        self.read = {}
        self.copies = {os.path.realpath(path): copy for path, copy in job["instead"]}
        self.originals = {os.path.realpath(copy): path for path, copy in self.copies.items()}
        environments = (os.path.realpath(each) for each in (sys.prefix, sys.base_prefix))
        self.passed = ("/proc/", "/sys/", "/dev/", *(f"{each}/" for each in environments))
        self.before = []
        self.packages = set()

    def begin(self):
        os.environ.update(self.job["variables"])
        self.change(sys, "dont_write_bytecode", True)
        for module in (builtins, io):
            self.change(module, "open", self.reader(module.open))
        sys.addaudithook(self.hear)

    def change(self, owner, name, value):
        self.before.append((owner, name, getattr(owner, name)))
        setattr(owner, name, value)

    def reader(self, opens):
        """Reads a file from its copy, where it will have another content by the time that the program goes on."""

        def read(file, *rest, **options):
            path = os.path.realpath(file) if isinstance(file, (str, os.PathLike)) else None
            return opens(self.copies.get(path, file), *rest, **options)

        return read

    def hear(self, event, arguments):
        if self.stage != "reading" or threading.current_thread() is not threading.main_thread():
            return
        path = opened_by(event, arguments)
        if path is not None:
            self.note(os.path.realpath(path))
        elif is_act(event, arguments):
            if self.read:
                self.park()
            elif event.startswith("socket."):
                self.leave(f"it begins with {event}, before it has read its configuration")

    def note(self, path):
        """From its configuration on, what it reads must be the same when it goes on; but for its packages."""
        original = self.originals.get(path, path)
        is_configuration = original.endswith(CONFIGURATION)
        if original in self.read or original.startswith(self.passed) or not (self.read or is_configuration):
            return
        self.stage = "looking"
        try:
            content = digest(path)
        finally:
            self.stage = "reading"
        if content:
            self.read[original] = content
        if is_configuration:
            self.hold_profilers()

    def hold_profilers(self):
        for module, name in PROFILERS:
            begins = getattr(sys.modules.get(module), name, None)
            if begins is not None and not getattr(begins, "is_held", False):
                self.change(sys.modules[module], name, self.held(begins))

    def held(self, begins):
        def act(*rest, **options):
            if self.stage == "reading":
                self.park()
            return begins(*rest, **options)

        act.is_held = True
        return act

    def park(self):
        """Whatever goes wrong ends it: an error could be caught by the program, which would go on untold."""
        try:
            self.hold()
        except BaseException as error:  # noqa: BLE001
            # Its text may hold what the configuration does.
            self.leave(f"it cannot wait, by {type(error).__name__}")

    def hold(self):
        self.stage = "importing"
        for name in self.job["imports"]:
            # What a release does not have, it does not import.
            with contextlib.suppress(Exception):
                importlib.import_module(name)
        self.stage = "parked"
        others = connections()
        if others:
            self.leave(f"it has connections already: {', '.join(others)}")
        interrupted = signal.signal(signal.SIGINT, signal.SIG_DFL)
        self.packages = installed()
        self.write_record()
        self.wait()
        signal.signal(signal.SIGINT, interrupted)
        for owner, name, value in reversed(self.before):
            setattr(owner, name, value)
        # Who has taken `open` for itself meanwhile keeps ours.
        self.copies.clear()
        self.stage = "gone"

    def path(self, name):
        return os.path.join(self.job["folder"], name)

    def write_record(self):
        """Says who it is, whole or not at all."""
        with open("/proc/self/stat", encoding="utf-8", errors="replace") as file:
            ticks = int(file.read().rpartition(")")[2].split()[19])
        with open("/proc/sys/kernel/random/boot_id", encoding="utf-8") as file:
            who = {"pid": os.getpid(), "startTicks": ticks, "boot": file.read().strip()}
        told = {name: self.job[name] for name in ("token", "launch")}
        found = {"environment": sys.prefix, "version": version_of(self.job["package"]), "read": self.read}
        made = self.path("parked.json.new")
        with open(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump({**who, **told, **found}, file)
        os.rename(made, self.path("parked.json"))

    def wait(self):
        end = time.monotonic() + self.job["patience"]
        while not self.is_told():
            if time.monotonic() > end:
                self.leave("nobody has told it to go on")
            time.sleep(EVERY_SECONDS)
        changed = [path for path, content in self.read.items() if digest(path) != content]
        if changed:
            self.leave(f"{', '.join(changed)} has changed since it was read")
        if installed() != self.packages:
            self.leave("other packages are in its environment than it has imported")
        # Of a unit it is root's.
        with contextlib.suppress(OSError):
            os.unlink(self.job["go"])
        if self.job["log"]:
            self.print_to(self.job["log"])
        os.rename(self.path("parked.json"), self.path("pid.json"))

    def print_to(self, path):
        """What it has printed so far is not what its service prints; and the log may have been put aside meanwhile."""
        log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for each in (sys.stdout, sys.stderr):
            each.flush()
            os.dup2(log, each.fileno())
        os.close(log)

    def is_told(self):
        try:
            with open(self.job["go"], encoding="utf-8") as file:
                return file.read().strip() == self.job["token"]
        except FileNotFoundError:
            return False

    def say(self, why):
        """Told to the operator, whereas what the program prints may hold what its configuration does."""
        self.stage = "leaving"
        # There may be no room for it.
        with contextlib.suppress(OSError), open(self.path("parked.log"), "a", encoding="utf-8") as file:
            print(f"parked: {why}", file=file)

    def leave(self, why):
        try:
            self.say(why)
            os.unlink(self.path("parked.json"))
        finally:
            os._exit(1)
