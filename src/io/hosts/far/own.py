import tempfile


def own_base():
    base = os.path.join(tempfile.gettempdir(), "baiup-%d" % os.getuid())
    with contextlib.suppress(FileExistsError):
        os.mkdir(base, 0o700)
    found = os.lstat(base)
    if not kinds.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise Refused("unsafe", "%s is not a folder that belongs to this user alone" % base)
    return base


def opened_base():
    """Whoever ends last removes it, perhaps between our two looks at it: then we make it again."""
    for left in reversed(range(100)):
        try:
            base = own_base()
            return base, os.open(base, os.O_RDONLY)
        except FileNotFoundError:
            if not left:
                raise


@contextlib.contextmanager
def alone_in_base():
    """The folder of all our sessions, while none of the others begins or ends. It goes once nothing is in it."""
    while True:
        base, descriptor = opened_base()
        try:
            lock(descriptor, base)
            # Whoever had it before may have removed it.
            if or_nothing(lambda: os.path.samestat(os.fstat(descriptor), os.stat(base))):
                yield base
                for empty in os.path.join(base, "jobs"), base:
                    with contextlib.suppress(OSError):
                        os.rmdir(empty)
                return
        finally:
            os.close(descriptor)


def mark():
    return "%d %d %s" % (os.getpid(), process(os.getpid())["startTicks"], boot())


def is_dead(folder):
    pid, ticks, booted = (text_of(os.path.join(folder, "owner")).split(" ") + ["", "", ""])[:3]
    return booted != boot() or not pid.isdigit() or not lives(pid, int(ticks))


def begin_session(request):
    """A folder of our own, which goes with us; what others left behind goes now."""
    SESSION["id"] = request.header["session"]
    # What an earlier connection has left running is not ours any more.
    SESSION["connection"] = request.header["connection"]
    with alone_in_base() as base:
        SESSION["folder"] = folder = os.path.join(base, SESSION["id"])
        make_folders(folder)
        own(folder)
        for name in os.listdir(base):
            other = os.path.join(base, name)
            # Earlier versions of ours made a folder first, and its owner later.
            if name.startswith("s-") and time.time() - os.stat(other).st_mtime > 60 and is_dead(other):
                shutil.rmtree(other, ignore_errors=True)
    return facts(request)


def own(folder):
    with draft(os.path.join(folder, "owner")) as file:
        file.write(mark().encode())


def facts(request):
    home = os.path.expanduser("~")
    return {
        "variables": dict(os.environ, HOME=os.environ.get("HOME") or home),
        "processors": len(os.sched_getaffinity(0)),
        "boot": boot(),
        "user": os.getuid(),
        "own": SESSION["folder"],
        "connection": SESSION["connection"],
    }


def lend(request):
    path = os.path.join(tempfile.mkdtemp(dir=SESSION["folder"]), request.header["name"])
    with draft(path) as file:
        file.write(request.body)
    return path


def end_session(patience):
    """
    Removes our folder, unless we are called again within so many seconds. A process of its own waits for that: this one
    ends, and with it the connection at its near end, where our parent may have been killed.
    """
    folder, before = SESSION["folder"], mark()
    if not folder or (patience and os.fork()):
        return
    if patience:
        os.setsid()
        with alone_in_base():
            if owner_of(folder) != before:
                return
            own(folder)
    until = time.monotonic() + patience
    while owner_of(folder) == mark():
        if time.monotonic() >= until:
            with alone_in_base():
                if owner_of(folder) == mark():
                    shutil.rmtree(folder, ignore_errors=True)
            return
        time.sleep(1)


def owner_of(folder):
    return text_of(os.path.join(folder, "owner"))
