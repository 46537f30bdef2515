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
def of_fence(path):
    """What goes wrong with its file says nothing of what is to be done."""
    try:
        yield
    except OSError as error:
        raise Refused("fence", "%s: %s" % (path, error.strerror))


def opened_fence(turn):
    flags = os.O_RDWR | os.O_CREAT
    try:
        return os.open(turn["path"], flags, 0o600)
    except PermissionError:
        if os.geteuid() != 0:
            raise
    # By NFS our root may be nobody: this thread alone opens it as the user whose it is.
    as_user = importlib.import_module("ctypes").CDLL(None).setfsuid
    as_user(turn["user"])
    try:
        return os.open(turn["path"], flags, 0o600)
    finally:
        as_user(0)


@contextlib.contextmanager
def fence_at(turn):
    """What the fence says, while nobody else can change it."""
    path = turn["path"]
    with of_fence(path), os.fdopen(opened_fence(turn), "r+") as file:
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
        with fence_at(turn) as said:
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
        # What was done is done: a note that stays counts until we end.
        with contextlib.suppress(Refused), fence_at(turn) as said:
            ours = (own_session(), request.id)
            said["running"] = [one for one in said["running"] if (one["session"], one["id"]) != ours]


@contextlib.contextmanager
def now_runs(request, pid):
    """A program that changes something has its own place in the fence: it may outlive us."""
    turn = request.header.get("turn")
    note = turn and note_of(request, pid)
    try:
        if note:
            with fence_at(turn) as said:
                said["running"].append(note)
    except Refused:
        send_group(pid, signal.SIGKILL)
        raise
    yield


def take_turn(request):
    """Makes the fence; from its turn on earlier ones are refused."""
    path = fence_path(request.header["name"])
    with of_fence(path):
        make_folders(os.path.dirname(path))
    mine = {"path": path, "user": os.getuid()}
    turn = dict(request.header["of"], **mine)
    request.header["turn"] = turn
    with fenced(request):
        return mine
