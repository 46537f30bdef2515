import importlib
import sys


class Root:
    """This same program as root, behind sudo: frames for it are handed on, and so is what it answers."""

    def __init__(self, wire, program):
        self.wire, self.program = wire, program
        self.lock = threading.Lock()
        self.open = set()
        self.is_gone = False
        threading.Thread(target=self.hand_back, daemon=True).start()

    def hand_on(self, header, body):
        with self.lock:
            if "do" in header:
                self.open.add(header["id"])
            if self.is_gone:
                self.refuse()
                return
            with contextlib.suppress(OSError):
                written(self.program.stdin.fileno(), packed(header, body))

    def hand_back(self):
        for header, body in iter(lambda: next_frame(self.program.stdout.fileno()), None):
            if "ok" in header or "failed" in header:
                with self.lock:
                    self.open.discard(header["id"])
            self.wire.send(header, body)
        with self.lock:
            self.is_gone = True
            self.refuse()
        self.program.wait()

    def refuse(self):
        gone = {"code": "rootGone", "message": "what runs as root has ended"}
        for each in self.open:
            self.wire.send({"id": each, "failed": gone})
        self.open.clear()

    def close(self):
        with contextlib.suppress(OSError):
            self.program.stdin.close()


class Terminal:
    """One that nobody types at, for a sudo that wants one (`requiretty`); what we say still goes by pipes."""

    def __init__(self):
        # Ours stays open for as long as we live: what hangs on the other end would be hung up.
        self.ours, self.others = os.openpty()
        self.take_it = importlib.import_module("termios").TIOCSCTTY

    def take(self):
        fcntl.ioctl(self.others, self.take_it, 0)


def sudo(options, argv, terminal):
    try:
        return subprocess.Popen(
            ["sudo", *options, "--", sys.executable, "-I", "-c", *argv],
            env=dict(os.environ, LC_ALL="C"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=terminal.take if terminal else None,
        )
    except OSError as error:
        raise Refused("sudo", "sudo cannot be started: %s" % error.strerror)


def refusal(complaint):
    text = complaint.decode("utf-8", "replace").strip()
    # The latter is what the sudo of Ubuntu says, from 25.10 on.
    wants = ("password is required", "authentication is required")
    code = "sudoPassword" if any(each in text for each in wants) else "sudo"
    return Refused(code, text or "sudo ended and said nothing")


def become_root(request):
    try:
        return begun_root(request, None)
    except Refused as refused:
        if "must have a tty" not in str(refused):
            raise
        return begun_root(request, Terminal())


def begun_root(request, terminal):
    """Starts it. A password is tried first on a program that does nothing: sudo reads on where one is wrong."""
    options = ["-n"]
    if request.body:
        options = ["-S", "-k", "-p", ""]
        tried = sudo(options, ["pass"], terminal)
        complaint = tried.communicate(request.body + b"\n")[1]
        if tried.returncode != 0:
            raise refusal(complaint)
    program = sudo(options, [BOOT], terminal)
    complaints = []
    threading.Thread(target=lambda: complaints.extend(program.stderr), daemon=True).start()
    with contextlib.suppress(OSError):
        if request.body:
            written(program.stdin.fileno(), request.body + b"\n")
        written(program.stdin.fileno(), b"baiup %d\n" % len(SOURCE) + SOURCE)
    seen = b""
    while not seen.endswith(READY):
        part = os.read(program.stdout.fileno(), 1)
        if not part:
            program.wait()
            time.sleep(0.05)
            raise refusal(b"".join(complaints))
        seen += part
    return Root(request.wire, program)
