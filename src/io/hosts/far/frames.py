"""
The far end of a channel to a host: requests come by standard input, answers go by standard output.

It is sent over the connection and run from memory. Standard library only, Python 3.6 on. far-program.ts joins the
files of this folder, so they share their names and do not import each other.

A frame is two lengths, a header (JSON) and a body (bytes). A request names itself (`id`) and what to `do`; more frames
of its id may follow either way, at last one with `ok` or `failed`.
"""

import collections
import errno
import json
import os
import select
import struct
import sys
import threading

LENGTHS = struct.Struct(">II")
# Bytes of one stream that may be under way before the other side says what it took.
CREDIT = 1 << 20
PORTION = 1 << 16
# Seconds without a frame after which the other side is taken to be gone: it sends one every ten.
PATIENCE = 90


class Refused(Exception):
    """Something that is not done, with a code that the near end knows."""

    def __init__(self, code, message, **more):
        super().__init__(message)
        self.answer = dict(more, code=code, message=message)


def strings(value, act):
    """The same with each text as `act` makes it. Where the file system's are not UTF-8, the other side's still are."""
    if sys.getfilesystemencoding() == "utf-8":
        return value
    if isinstance(value, str):
        return act(value)
    if isinstance(value, dict):
        return {act(key): strings(each, act) for key, each in value.items()}
    return [strings(each, act) for each in value] if isinstance(value, (list, tuple)) else value


def as_here(text):
    return os.fsdecode(text.encode("utf-8", "surrogateescape"))


def as_there(text):
    return os.fsencode(text).decode("utf-8", "surrogateescape")


def packed(header, body=b""):
    text = json.dumps(strings(header, as_there)).encode()
    return LENGTHS.pack(len(text), len(body)) + text + bytes(body)


def exactly(descriptor, count, patience=None):
    """So many bytes; None where the other side has ended, or is silent for too long."""
    parts = []
    while count > 0:
        if patience and not select.select([descriptor], [], [], patience)[0]:
            return None
        part = os.read(descriptor, min(count, 1 << 20))
        if not part:
            return None
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def next_frame(descriptor, patience=None):
    lengths = exactly(descriptor, LENGTHS.size, patience)
    if lengths is None:
        return None
    sizes = LENGTHS.unpack(lengths)
    both = exactly(descriptor, sum(sizes), patience)
    if both is None:
        return None
    return strings(json.loads(both[: sizes[0]].decode()), as_here), both[sizes[0] :]


def written(descriptor, data):
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


class Wire:
    """Where whole frames go, one at a time."""

    def __init__(self, descriptor):
        self.descriptor = descriptor
        self.lock = threading.Lock()
        self.gone = threading.Event()

    def send(self, header, body=b""):
        # What was cut because nobody is there any more is no answer.
        if self.gone.is_set():
            return
        try:
            with self.lock:
                written(self.descriptor, packed(header, body))
        except OSError:
            self.gone.set()


class Request:
    """One request, with what still comes for it and what goes back."""

    def __init__(self, wire, header, body):
        self.wire, self.header, self.body = wire, header, body
        self.id = header.get("id")
        self.changed = threading.Condition()
        self.parts = collections.deque()
        self.has_ended, self.last = False, {}
        self.cut_by = None
        self.under_way = 0
        self.wake = None

    def hear(self, header, body):
        with self.changed:
            if "ack" in header:
                self.under_way -= header["ack"]
            elif "cut" in header:
                self.cut_by = header["cut"]
            elif "end" in header:
                self.has_ended, self.last = True, header
            else:
                self.parts.append(body)
            self.changed.notify_all()
            if self.wake:
                self.wake()

    def part(self):
        """The next part of what comes; None at its end."""
        with self.changed:
            while not self.parts and not self.has_ended and self.cut_by is None:
                self.changed.wait()
            if self.cut_by is not None:
                raise Refused("cut", "it was cut")
            if not self.parts:
                return None
            part = self.parts.popleft()
        self.took(len(part))
        return part

    def took(self, count):
        self.wire.send({"id": self.id, "ack": count})

    def say(self, stream, data):
        """Sends a part of a stream once there is room for it under way."""
        with self.changed:
            while self.under_way > CREDIT and self.cut_by is None and not self.wire.gone.is_set():
                self.changed.wait(1)
            self.under_way += len(data)
        self.wire.send({"id": self.id, "out": stream}, data)


def failure(error):
    """What a failed request answers."""
    if isinstance(error, Refused):
        return error.answer
    if isinstance(error, OSError) and error.errno:
        return {"code": errno.errorcode.get(error.errno, "EIO"), "message": error.strerror or str(error)}
    return {"code": "far.bug", "message": "%s: %s" % (type(error).__name__, error)}
