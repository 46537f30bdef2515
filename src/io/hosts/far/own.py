import tempfile


def own_base():
    base = os.path.join(tempfile.gettempdir(), "baiup-%d" % os.getuid())
    with contextlib.suppress(FileExistsError):
        os.mkdir(base, 0o700)
    found = os.lstat(base)
    if not kinds.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise Refused("unsafe", "%s is not a folder that belongs to this user alone" % base)
    return base


def mark():
    return "%d %d %s" % (os.getpid(), process(os.getpid())["startTicks"], boot())


def is_dead(folder):
    pid, ticks, booted = (text_of(os.path.join(folder, "owner")).split(" ") + ["", "", ""])[:3]
    return booted != boot() or not pid.isdigit() or not lives(pid, int(ticks))


def begin_session(request):
    """A folder of our own, which goes with us; what others left behind goes now."""
    base = own_base()
    SESSION["id"] = request.header["session"]
    # What an earlier connection has left running is not ours any more.
    SESSION["connection"] = request.header["connection"]
    SESSION["folder"] = folder = os.path.join(base, SESSION["id"])
    make_folders(folder)
    with draft(os.path.join(folder, "owner")) as file:
        file.write(mark().encode())
    for name in os.listdir(base):
        other = os.path.join(base, name)
        # One that is being made has no owner yet.
        if name.startswith("s-") and time.time() - os.stat(other).st_mtime > 60 and is_dead(other):
            shutil.rmtree(other, ignore_errors=True)
    return facts(request)


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
    """Removes our folder, unless we are called again within so many seconds."""
    folder = SESSION["folder"]
    if not folder:
        return
    until = time.monotonic() + patience
    while text_of(os.path.join(folder, "owner")) == mark():
        if time.monotonic() >= until:
            shutil.rmtree(folder, ignore_errors=True)
            return
        time.sleep(1)
