"""What a program does that others may notice, told by Python's audit events: for `baiup_parking.py`."""

import os
import socket

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
PROCESSES = {"os.fork", "os.forkpty", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "subprocess.Popen"}
FILES = {"os.mkdir", "os.remove", "os.rmdir", "os.rename", "os.link", "os.symlink", "os.chmod", "os.chown", "os.truncate"}
SOCKETS = {"socket.bind", "socket.connect"}


def opened_by(event, arguments):
    """The file that is opened to be read, if that is what happens."""
    if event != "open" or not isinstance(arguments[0], (str, bytes, os.PathLike)) or arguments[2] & WRITES:
        return None
    return os.fsdecode(arguments[0])


def is_act(event, arguments):
    if event == "open":
        return bool(arguments[2] & WRITES)
    if event in SOCKETS:
        return is_noticed(event, *arguments[:2])
    if event == "os.mkdir":
        # Asked for in vain, where it is there.
        return not os.path.isdir(arguments[0])
    return event in PROCESSES or event in FILES


def is_noticed(event, connection, address):
    """
    A datagram's address is asked for one's own, and a cloud's link-local one for the machine's name. Any free port is
    bound to see whether there is IPv6 (urllib3, when it is imported): nobody finds it before it listens.
    """
    if event == "socket.bind" and isinstance(address, tuple) and address[1] == 0:
        return False
    return connection.type == socket.SOCK_STREAM and not str(address[0]).startswith("169.254.")


def connections():
    """Sockets of this process that lead to others, or that others can find."""
    held = {f"{inode}" for inode in map(inode_of, os.listdir("/proc/self/fd")) if inode}
    found = []
    for name in ("tcp", "tcp6", "udp", "udp6"):
        found += [name for line in lines_of(name) if len(line) > 9 and line[9] in held]
    # One without a path is a pair of its own.
    found += [line[7] for line in lines_of("unix") if len(line) > 7 and line[6] in held]
    return found


def inode_of(descriptor):
    try:
        name = os.readlink(f"/proc/self/fd/{descriptor}")
    except OSError:
        return None
    return name[len("socket:[") : -1] if name.startswith("socket:[") else None


def lines_of(name):
    try:
        with open(f"/proc/self/net/{name}", encoding="utf-8") as file:
            return [line.split() for line in file]
    except OSError:
        return []
