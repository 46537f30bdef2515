def text_of(path):
    try:
        with open(path, "rb") as file:
            return file.read().decode("latin1")
    except OSError:
        return ""


def boot():
    return text_of("/proc/sys/kernel/random/boot_id").strip()


def process(pid):
    """proc_pid_stat(5): the name is in brackets and may hold anything, so count from the last bracket."""
    stat = text_of("/proc/%s/stat" % pid)
    fields = stat[stat.rfind(")") + 2 :].split(" ")
    if len(fields) < 20 or fields[0] in "ZX":
        return None
    parent, group, session = [int(field) for field in fields[1:4]]
    return {"pid": int(pid), "parent": parent, "group": group, "session": session, "startTicks": int(fields[19])}


def lives(pid, ticks):
    found = process(pid)
    return found is not None and found["startTicks"] == ticks


def processes(request):
    of = request.header["of"]
    if "pid" in of:
        found = [process(of["pid"])]
    else:
        found = [process(pid) for pid in os.listdir("/proc") if pid.isdigit() and is_marked(pid, of)]
    if "group" in of:
        found = [one for one in found if one and one["group"] == of["group"]]
    return [one for one in found if one and one["pid"] != os.getpid()]


def is_marked(pid, of):
    if "group" in of:
        return True
    entry = "%s=%s" % (of["variable"], of["value"])
    return os.fsencode(entry) in environment(pid)


def environment(pid):
    try:
        with open("/proc/%s/environ" % pid, "rb") as file:
            return file.read().split(b"\0")
    except OSError:
        return []


def send_signals(request):
    for pid in request.header["pids"]:
        try:
            os.kill(pid, getattr(signal, request.header["signal"]))
        except ProcessLookupError:
            pass
