import contextlib
import hashlib
import itertools
import shutil
import stat as kinds

drafts = itertools.count(1)
ABSENT = (errno.ENOENT, errno.ENOTDIR)


def or_nothing(act, nothing=None):
    try:
        return act()
    except OSError as error:
        if error.errno in ABSENT:
            return nothing
        raise


def facts_of(found):
    mode = found.st_mode
    kind = "file" if kinds.S_ISREG(mode) else "folder" if kinds.S_ISDIR(mode) else "other"
    return {
        "kind": "socket" if kinds.S_ISSOCK(mode) else kind,
        "size": found.st_size,
        "modified": found.st_mtime_ns / 1e6,
        "mode": kinds.S_IMODE(mode),
        "owner": found.st_uid,
        "group": found.st_gid,
    }


def make_folders(path):
    if path and not os.path.isdir(path):
        make_folders(os.path.dirname(path))
        try:
            os.mkdir(path, 0o700)
        except FileExistsError:
            if not os.path.isdir(path):
                raise
        except FileNotFoundError:
            # Another session of ours has ended, and removed what was empty.
            if os.path.isdir(os.path.dirname(path)):
                raise
            make_folders(path)


def synced(folder):
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def draft(path):
    """A file beside its place, which it takes whole or not at all, also through a power cut."""
    beside = "%s.%d-%d.tmp" % (path, os.getpid(), next(drafts))
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.rename(beside, path)
        synced(os.path.dirname(path) or ".")
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise


def read(request):
    header = request.header
    try:
        with open(header["path"], "rb") as file:
            begin, length = header.get("from", 0), header.get("length", -1)
            if begin < 0:
                begin = max(0, os.fstat(file.fileno()).st_size + begin)
            file.seek(begin)
            return {"there": True}, file.read(length)
    except OSError as error:
        if error.errno in ABSENT:
            return {"there": False}
        raise


def stat(request):
    path = request.header["path"]
    found = or_nothing(lambda: os.stat(path))
    return facts_of(found) if found else None


def free_bytes(request):
    path = request.header["path"]
    while True:
        found = or_nothing(lambda: os.statvfs(path))
        if found:
            return found.f_bavail * found.f_frsize
        path = os.path.dirname(path)


def list_names(request):
    return or_nothing(lambda: os.listdir(request.header["path"]), [])


def list_files(request):
    folder = request.header["path"]
    found = []
    for name in or_nothing(lambda: os.listdir(folder), []):
        entry = or_nothing(lambda: os.lstat(os.path.join(folder, name)))
        if entry:
            found.append(dict(facts_of(entry), name=name))
    return found


def sha256(request):
    digest = hashlib.sha256()
    file = or_nothing(lambda: open(request.header["path"], "rb"))
    if file is None:
        return None
    with file:
        for part in iter(lambda: file.read(PORTION), b""):
            digest.update(part)
    return digest.hexdigest()


def write(request):
    path, mode = request.header["path"], request.header["mode"]
    make_folders(os.path.dirname(path))
    with draft(path) as file:
        # A umask may be stricter.
        os.fchmod(file.fileno(), mode)
        file.write(request.body)


def replace(request):
    path = os.path.realpath(request.header["path"])
    old = os.stat(path)
    with draft(path) as file:
        file.write(request.body)
        keep_owner(file.fileno(), old)


def keep_owner(descriptor, old):
    own = os.fstat(descriptor)
    if (own.st_uid, own.st_gid) != (old.st_uid, old.st_gid):
        os.fchown(descriptor, old.st_uid, old.st_gid)
    os.fchmod(descriptor, kinds.S_IMODE(old.st_mode))


def make_folder(request):
    make_folders(request.header["path"])


def copied(source, target):
    old = os.stat(source)
    with open(source, "rb") as content:
        with draft(target) as file:
            shutil.copyfileobj(content, file, PORTION)
            file.flush()
            keep_owner(file.fileno(), old)
            os.utime(file.fileno(), ns=(old.st_atime_ns, old.st_mtime_ns))


def copy(request):
    copied(request.header["from"], request.header["to"])


def move(request):
    source, target = request.header["from"], request.header["to"]
    try:
        os.rename(source, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        copied(source, target)
        os.unlink(source)


def read_link(request):
    """Where a link leads; None where there is none."""
    try:
        return os.readlink(request.header["path"])
    except OSError as error:
        if error.errno == errno.EINVAL or error.errno in ABSENT:
            return None
        raise


def link(request):
    """A link takes the place of what is there, and belongs to whom its folder belongs."""
    path = request.header["path"]
    beside = "%s.%d-%d.tmp" % (path, os.getpid(), next(drafts))
    os.symlink(request.header["to"], beside)
    try:
        folder = os.stat(os.path.dirname(path))
        if os.geteuid() == 0:
            os.lchown(beside, folder.st_uid, folder.st_gid)
        os.rename(beside, path)
    except BaseException:
        os.unlink(beside)
        raise
    synced(os.path.dirname(path))


def exchange(request):
    one, other = request.header["path"], request.header["other"]
    done = renamed_by_each_other(one, other)
    for folder in {os.path.dirname(one), os.path.dirname(other)} if done else ():
        synced(folder)
    return done


def remove(request):
    path = request.header["path"]
    found = or_nothing(lambda: os.lstat(path))
    if found is None:
        return
    if kinds.S_ISDIR(found.st_mode):
        shutil.rmtree(path)
    else:
        or_nothing(lambda: os.unlink(path))


def upload(request):
    """A file whose parts follow; whole or not at all."""
    path, digest, size = request.header["path"], hashlib.sha256(), 0
    make_folders(os.path.dirname(path))
    with draft(path) as file:
        for part in iter(request.part, None):
            file.write(part)
            digest.update(part)
            size += len(part)
        if digest.hexdigest() != request.last["sha256"]:
            raise Refused("damaged", "what arrived is not what was sent")
    return {"size": size, "sha256": digest.hexdigest()}


def download(request):
    digest, size = hashlib.sha256(), 0
    with open(request.header["path"], "rb") as file:
        for part in iter(lambda: file.read(PORTION), b""):
            digest.update(part)
            size += len(part)
            request.say(1, part)
    return {"size": size, "sha256": digest.hexdigest()}
