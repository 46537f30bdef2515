import errno
import os
import sys


def renamed_by_each_other(one, other):
    """Two paths change places in one call of Linux; False where the kernel or the file system has no such call."""
    try:
        import ctypes

        number = {"x86_64": 316, "aarch64": 276}[os.uname().machine]
        call = ctypes.CDLL(None, use_errno=True).syscall
    except (ImportError, KeyError, AttributeError, OSError):
        return False
    # Numbers of calls are those of 64-bit programs.
    if sys.maxsize < 1 << 32:
        return False
    here, both_ways = -100, 2
    if call(number, here, os.fsencode(one), here, os.fsencode(other), both_ways) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP):
        return False
    raise OSError(code, os.strerror(code), one)


if __name__ == "__main__":
    # On this machine it is run by itself: 0, 3 where there is no such call, else an error's name.
    try:
        sys.exit(0 if renamed_by_each_other(*sys.argv[1:]) else 3)
    except OSError as error:
        sys.stderr.write(errno.errorcode.get(error.errno, "EIO"))
        sys.exit(4)
