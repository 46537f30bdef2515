import fcntl

SESSION = {"id": "", "folder": "", "connection": 0}
# Seconds that the file of a fence may be held by another: nobody does for longer than a moment.
HELD = 30


def own_session():
    return "%(id)s %(connection)d" % SESSION


def fence_path(name):
    state = os.environ.get("XDG_STATE_HOME") or os.path.join(os.path.expanduser("~"), ".local", "state")
    # A home may be shared by hosts; what runs on each of them is not.
    return os.path.join(state, "baiup", "fence", "%s.%s.json" % (name, os.uname().nodename))


@contextlib.contextmanager
def fence_at(path):
    """What the fence says, while nobody else can change it."""
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
        lock(file.fileno(), path)
        try:
            found = json.loads(file.read() or "{}")
        except ValueError:
            found = {}
        said = dict({"number": 0, "run": "", "running": []}, **found)
        said["running"] = [one for one in said["running"] if one["boot"] == boot() and lives(one["pid"], one["ticks"])]
        before = said["number"]
        yield said
        file.seek(0)
        file.write(json.dumps(said))
        file.truncate()
        file.flush()
        if said["number"] != before:
            os.fsync(file.fileno())


def lock(descriptor, path):
    until = time.monotonic() + HELD
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.EACCES):
                raise
        if time.monotonic() > until:
            raise Refused("busy", "another process holds %s" % path)
        time.sleep(0.01)


def note_of(request, pid):
    found = process(pid)
    what = os.path.basename(request.header.get("argv", [request.header["do"]])[0])
    mark = {"session": own_session(), "id": request.id, "pid": pid, "boot": boot(), "what": what}
    return dict(mark, ticks=found["startTicks"]) if found else None


def enter(request, turn):
    """Has its turn, once what runs of others has ended; one whose turn is over is refused."""
    until = time.monotonic() + turn["wait"] / 1000
    while True:
        with fence_at(turn["path"]) as said:
            if said["number"] > turn["number"]:
                raise Refused("fenced", "run %s has its turn" % said["run"], run=said["run"], path=turn["path"])
            said.update(number=turn["number"], run=turn["run"])
            others = [one for one in said["running"] if one["session"] != own_session()]
            if not others:
                said["running"].append(note_of(request, os.getpid()))
                return
        if time.monotonic() > until:
            raise Refused("busy", "%(what)s (pid %(pid)d) still runs" % others[0])
        time.sleep(0.1)


@contextlib.contextmanager
def fenced(request):
    turn = request.header.get("turn")
    if turn is None:
        yield
        return
    enter(request, turn)
    try:
        yield
    finally:
        with fence_at(turn["path"]) as said:
            mine = (own_session(), request.id)
            said["running"] = [one for one in said["running"] if (one["session"], one["id"]) != mine]


@contextlib.contextmanager
def now_runs(request, pid):
    """A program that changes something has its own place in the fence: it may outlive us."""
    turn = request.header.get("turn")
    note = turn and note_of(request, pid)
    if note:
        with fence_at(turn["path"]) as said:
            said["running"].append(note)
    yield


def take_turn(request):
    """Makes the fence; from its turn on earlier ones are refused."""
    path = fence_path(request.header["name"])
    make_folders(os.path.dirname(path))
    turn = dict(request.header["of"], path=path)
    request.header["turn"] = turn
    with fenced(request):
        return {"path": path}
