"""Runs baiup's own migrator again and again in one release's environment: it imports once, and each trial is a fork.

fork_migrator.py MIGRATE_PY SOCKET. Whoever connects to the socket talks with a migrator of its own. The first line is
{"cwd", "env", "errors"}: its folder, its variables, and the file that standard error goes to; the answer is its pid.
From then on the connection is its standard input and output. All of them end when our standard input does.
"""

import gc
import importlib.util
import json
import os
import signal
import socket
import sys
import threading


def load(path):
    spec = importlib.util.spec_from_file_location("migrate", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["migrate"] = module
    # What lies beside it gets no compiled files from us.
    sys.dont_write_bytecode = True
    spec.loader.exec_module(module)
    sys.dont_write_bytecode = False
    return module


def import_once(migrate):
    """What each migrator does first. Revisions that are loaded twice in one process may make the same models twice, so
    the directory of revisions that was read here is also what a migrator gets."""
    order = {"mode": "migrate"}
    modules, _ = migrate.import_release(migrate.history_of(order))
    config = modules["alembic.config"].Config()
    config.set_main_option("script_location", migrate.history_of(order).scripts)
    directory = modules["alembic.script"].ScriptDirectory
    script = directory.from_config(config)
    list(script.walk_revisions())
    directory.from_config = classmethod(lambda cls, config: script)


def line_of(connection):
    text = b""
    while not text.endswith(b"\n"):
        text += connection.recv(1) or b"\n"
    return text


def become(connection, migrate):
    """The forked process: a migrator in a session of its own."""
    order = json.loads(line_of(connection))
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    connection.sendall(f"{os.getpid()}\n".encode())
    errors = os.open(order["errors"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    for number, descriptor in enumerate((connection.fileno(), connection.fileno(), errors)):
        os.dup2(descriptor, number)
    connection.close()
    os.close(errors)
    os.chdir(order["cwd"])
    os.environ.update(order["env"])
    migrate.main()


def end_with_parent():
    sys.stdin.read()
    os._exit(0)


def main():
    migrate = load(sys.argv[1])
    server = socket.socket(socket.AF_UNIX)
    server.bind(sys.argv[2])
    server.listen()
    import_once(migrate)
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    threading.Thread(target=end_with_parent, daemon=True).start()
    print("ready", flush=True)
    while True:
        connection, _ = server.accept()
        if os.fork() == 0:
            try:
                server.close()
                become(connection, migrate)
            finally:
                os._exit(1)
        connection.close()


if __name__ == "__main__":
    main()
