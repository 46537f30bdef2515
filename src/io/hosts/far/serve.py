READY = b"\nbaiup-far ready\n"

VERBS = {
    "hello": begin_session,
    "turn": take_turn,
    "facts": facts,
    "run": run,
    "launch": launch,
    "processes": processes,
    "signals": send_signals,
    "read": read,
    "stat": stat,
    "free": free_bytes,
    "list": list_names,
    "files": list_files,
    "sha256": sha256,
    "lend": lend,
    "write": write,
    "replace": replace,
    "folder": make_folder,
    "copy": copy,
    "move": move,
    "readlink": read_link,
    "link": link,
    "exchange": exchange,
    "remove": remove,
    "upload": upload,
    "download": download,
    "accepts": accepts,
    "dial": dial,
}


def answered(request):
    """What a request answers: the end of its header, and a body."""
    try:
        with fenced(request):
            value = VERBS[request.header["do"]](request)
        value, body = value if isinstance(value, tuple) else (value, b"")
        return {"ok": value}, body
    except Exception as error:
        return {"failed": failure(error)}, b""


def batch(request):
    """Related requests that came as one go back as one."""
    answers = [answered(Request(request.wire, each, b"")) for each in request.header["of"]]
    return [dict(end, size=len(body)) for end, body in answers], b"".join(body for _, body in answers)


VERBS["batch"] = batch


class Far:
    def __init__(self, wire):
        self.wire = wire
        self.requests = {}
        self.root = None
        self.is_done = False
        self.linger = 0

    def hear(self, header, body):
        if "bye" in header or "ping" in header:
            self.is_done = "bye" in header
            self.wire.send({"pong": True})
            if self.root:
                self.root.hand_on(header, body)
        elif header.get("as") == "root" and self.root:
            self.root.hand_on({key: header[key] for key in header if key != "as"}, body)
        elif "do" in header:
            request = self.requests[header["id"]] = Request(self.wire, header, body)
            threading.Thread(target=self.act, args=(request,), daemon=True).start()
        elif header.get("id") in self.requests:
            self.requests[header["id"]].hear(header, body)

    def act(self, request):
        if request.header.get("as") == "root":
            end, body = {"failed": {"code": "rootGone", "message": "nothing of ours runs as root"}}, b""
        elif request.header["do"] == "root":
            end, body = self.begin_root(request)
        else:
            end, body = answered(request)
        self.requests.pop(request.id, None)
        self.wire.send(dict(end, id=request.id), body)

    def begin_root(self, request):
        try:
            self.root = become_root(request)
            return {"ok": True}, b""
        except Exception as error:
            return {"failed": failure(error)}, b""

    def end(self):
        self.wire.gone.set()
        if self.root:
            self.root.close()
        for request in list(self.requests.values()):
            request.hear({"cut": signal.SIGTERM}, b"")
        until = time.monotonic() + 3 * GRACE
        while self.requests and time.monotonic() < until:
            time.sleep(0.05)


def serve():
    # What a program of this process prints by mistake must not come between frames.
    wire = Wire(os.dup(1))
    os.dup2(2, 1)
    signal.signal(signal.SIGHUP, lambda *_: None)
    written(wire.descriptor, READY)
    far = Far(wire)
    for header, body in iter(lambda: next_frame(0, PATIENCE), None):
        if header.get("do") == "hello":
            far.linger = header["linger"]
        far.hear(header, body)
        if far.is_done:
            break
    far.end()
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2, wire.descriptor):
        os.dup2(nothing, descriptor)
    end_session(0 if far.is_done else far.linger)


serve()
