import selectors
import signal
import subprocess
import time

# Seconds between asking a program to end and ending it, and until it is left alone.
GRACE = 2
# Seconds that the last words of a program which is talked with may take: what it started may hold its output for longer.
DRAIN = 1


class Missing(Refused):
    def __init__(self, error):
        super().__init__("missing", "%s: %s" % (error.strerror, error.filename))


def started(header, **streams):
    try:
        return subprocess.Popen(
            header["argv"], cwd=header.get("cwd"), env=header["env"], start_new_session=True, **streams
        )
    except OSError as error:
        raise Missing(error)


def send_group(pid, number):
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        pass


class Child:
    """A program in a session of its own, with what it is told and what it says."""

    def __init__(self, request, program):
        self.request, self.program = request, program
        self.input = bytearray(request.body)
        self.taken = 0
        self.deadline = None
        self.ends = []
        self.is_late = False
        self.is_talk = bool(request.header.get("tell"))
        self.wakes, self.waker = os.pipe()
        os.set_blocking(self.waker, False)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.wakes, selectors.EVENT_READ, 0)
        for number, stream in ((1, program.stdout), (2, program.stderr)):
            self.selector.register(stream, selectors.EVENT_READ, number)
        if program.stdin:
            os.set_blocking(program.stdin.fileno(), False)

    def wake(self):
        try:
            os.write(self.waker, b"!")
        except BlockingIOError:
            pass

    def end(self, first):
        """Asks it to end, insists after a while, and listens no longer than that."""
        now = time.monotonic()
        self.ends = [(now, first), (now + GRACE, signal.SIGKILL), (now + 2 * GRACE, None)]

    def follow(self):
        request, program, selector = self.request, self.program, self.selector
        listening = 2
        request.wake = self.wake
        # It may have been cut before anybody could wake us.
        while (listening or program.poll() is None) and self.goes_on():
            self.feed()
            for key, _ in selector.select(self.patience() if listening else 0.02):
                if key.data == 0:
                    os.read(self.wakes, PORTION)
                elif key.data in (1, 2):
                    data = os.read(key.fd, PORTION)
                    if data:
                        request.say(key.data, data)
                    else:
                        selector.unregister(key.fileobj)
                        listening -= 1
        if self.ends and program.poll() is None:
            send_group(program.pid, signal.SIGKILL)
        return program.wait()

    def patience(self):
        at = [self.deadline] if self.deadline else []
        at += [when for when, _ in self.ends[:1]]
        # Nobody wakes us when it ends and its output stays open.
        at += [time.monotonic() + DRAIN] if self.is_talk else []
        return max(0, min(at) - time.monotonic()) if at else None

    def goes_on(self):
        if self.is_talk and not self.ends and self.program.poll() is not None:
            self.ends = [(time.monotonic() + DRAIN, None)]
        if self.request.cut_by is not None and not self.ends:
            self.end(self.request.cut_by)
        if self.deadline and time.monotonic() >= self.deadline:
            self.deadline, self.is_late = None, True
            self.end(signal.SIGTERM)
        while self.ends and time.monotonic() >= self.ends[0][0]:
            number = self.ends.pop(0)[1]
            if number is None:
                return False
            send_group(self.program.pid, number)
        return True

    def feed(self):
        """Gives it what it may read; whoever does not read is given no more."""
        stdin, request = self.program.stdin, self.request
        if stdin is None or stdin.closed:
            return
        with request.changed:
            while request.parts:
                part = request.parts.popleft()
                self.taken += len(part)
                self.input += part
            has_ended = request.has_ended
        is_watched = stdin.fileno() in self.selector.get_map()
        try:
            if self.input:
                del self.input[: os.write(stdin.fileno(), self.input[:PORTION])]
            if not self.input and self.taken:
                request.took(self.taken)
                self.taken = 0
        except BlockingIOError:
            pass
        except OSError:
            self.input, has_ended = bytearray(), True
        if self.input and not is_watched:
            self.selector.register(stdin, selectors.EVENT_WRITE, 3)
        if not self.input and is_watched:
            self.selector.unregister(stdin)
        if not self.input and has_ended:
            stdin.close()

    def close(self):
        # Whoever wakes us holds this lock: afterwards the number of our pipe may be somebody else's.
        with self.request.changed:
            self.request.wake = None
        self.selector.close()
        for stream in (self.program.stdin, self.program.stdout, self.program.stderr):
            if stream:
                try:
                    stream.close()
                except OSError:
                    pass
        os.close(self.wakes)
        os.close(self.waker)


def run(request):
    """Runs a program: `argv`, `env`, `cwd`, `ms` until it is cut, `input` whether it is told anything."""
    header = request.header
    begin = time.monotonic()
    stdin = subprocess.PIPE if header.get("input") else subprocess.DEVNULL
    program = started(header, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    child = Child(request, program)
    # One that is not talked with was told everything with its request.
    request.has_ended = request.has_ended or not header.get("tell")
    try:
        with now_runs(request, program.pid):
            if header.get("ms") is not None:
                child.deadline = begin + header["ms"] / 1000
            if header.get("tell"):
                request.wire.send({"id": request.id, "pid": program.pid})
            code = child.follow()
    finally:
        child.close()
    milliseconds = round((time.monotonic() - begin) * 1000)
    return {"exit": code if code >= 0 else 128 - code, "late": child.is_late, "ms": milliseconds}


def launch(request):
    """Starts a program that outlives us; what it prints is added to a log."""
    header = request.header
    log = os.open(header["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        program = started(header, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    finally:
        os.close(log)
    if header["env"]:
        until_shown(program)
    threading.Thread(target=program.wait, daemon=True).start()
    return {"pid": program.pid}


def until_shown(program):
    """Right after its start the kernel shows none of its variables yet, by which others find it."""
    for _ in range(200):
        if any(environment(program.pid)) or program.poll() is not None:
            return
        time.sleep(0.005)
