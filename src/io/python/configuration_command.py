"""Runs what a service runs, as far as it may go beside the one that serves: for `load_configuration.py`."""

import importlib.util
import os
import runpy
import socket
import sys
import warnings


class UnknownCommand(Exception):
    """The release does not know what the service is started by."""


class Elsewhere(Exception):
    """The command read another file than the one that it was expected to read."""


class Opened:
    """The configuration files that are opened from now on."""

    def __init__(self):
        self._paths = []
        sys.addaudithook(self._hear)

    def _hear(self, event, arguments):
        if event == "open" and str(arguments[0]).endswith((".toml", ".conf")):
            self._paths.append(os.path.realpath(arguments[0]))

    def any(self):
        return bool(self._paths)

    def require(self, config):
        if os.path.realpath(config) not in self._paths:
            raise Elsewhere(", ".join(dict.fromkeys(self._paths)) or "no file")


def stay_alone():
    """Whoever is tried beside the one that serves asks nobody and takes no port."""

    def refuse(event, arguments):
        if event in ("socket.connect", "socket.bind") and is_served(*arguments[:2]):
            raise ConnectionRefusedError(f"{event} to {arguments[1]} is not for a program that is only tried")

    sys.addaudithook(refuse)


def is_served(connection, address):
    """A datagram's address is asked for one's own, and a cloud's link-local one for the machine's name."""
    is_stream = connection.type == socket.SOCK_STREAM and connection.family in (socket.AF_INET, socket.AF_INET6)
    return is_stream and not str(address[0]).startswith("169.254.")


def serve(module, command):
    """What `python -m NAME WORDS` does. The component's own program is imported already."""
    _, name, *words = command
    if name == module.__name__:
        module.main(args=words, standalone_mode=False)
        return
    if not is_there(name):
        raise UnknownCommand(f"it has no module {name}")
    sys.argv = [name, *words]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        runpy.run_module(name, run_name="__main__", alter_sys=True)


def is_there(name):
    try:
        return importlib.util.find_spec(name) is not None
    except ImportError:
        return False


def words_against(error):
    """What is said against the words of a command; none where the error is about something else."""
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, UnknownCommand):
            return str(error)
        if any(each.__name__ == "UsageError" and each.__module__.startswith("click") for each in type(error).__mro__):
            return f"{error.format_message()}{known_to(getattr(error, 'ctx', None))}"
        error = error.__cause__ or error.__context__
    return ""


def known_to(context):
    command = getattr(context, "command", None)
    if not hasattr(command, "list_commands"):
        return ""
    names = command.list_commands(context)
    return f" It has {', '.join(names)}." if names else ""
