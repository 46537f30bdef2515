"""Runs a command on a terminal of its own: `on-a-terminal.py [--unread] PROGRAM ARGUMENT...`.

What the terminal shows goes to standard output, standard input is what is typed. With --unread nobody reads the
terminal, and it is full already. When this process ends, the terminal is gone, as with a window that is closed.
"""

import os
import pty
import select
import sys

words = sys.argv[1:]
unread = words[0] == "--unread"
child, terminal = pty.fork()
if child == 0:
    command = words[1:] if unread else words
    if unread:
        full = os.open("/dev/tty", os.O_WRONLY | os.O_NONBLOCK)
        try:
            while True:
                os.write(full, b".")
        except BlockingIOError:
            os.close(full)
    os.execvp(command[0], command)
sources = [0] if unread else [0, terminal]
while True:
    ready, _, _ = select.select(sources, [], [])
    for source in ready:
        try:
            data = os.read(source, 4096)
        except OSError:
            data = b""
        if data:
            os.write(1 if source == terminal else terminal, data)
        elif source == terminal:
            _, status = os.waitpid(child, 0)
            sys.exit(os.waitstatus_to_exitcode(status))
        else:
            sources.remove(source)
