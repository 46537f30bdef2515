"""Brings a database of Backend.AI, the manager's or a coordinator's, to a release, from inside that release's environment.

Started with `python -I migrate.py` in the component's working folder. Standard input carries one JSON
line with what to do (so that no password is ever in argv), then the line `go`, or `go` and the name of a
copy of the database that is migrated in its place; standard output
carries one JSON line per event. The parent's death, or its end of our input, ends us.

  in   {"mode": "migrate", "database": {host, port, name, user, password, tls: {mode, ca, cert, key, name}}, "from": [...], "run": [...], "head": "...",
        "answers": [{revision, asks, answer}], "observe": false,    what is observed costs time: for a rehearsal
        "served": {"etcd": {host, port, user, password, namespace, mark: {key, value}}, "database": {...}}}
       {"mode": "fresh",   "database": {...}, "head": "..."}      an empty database, as `schema oneshot` fills it
       both with "history": "coordinator" where it is not the manager's
  out  ready, revision, done, failed
"""

import asyncio
import ctypes
import importlib
import json
import logging
import os
import signal
import sys
import threading
import time
import traceback

# `python -I` looks for no modules beside this file; and what lies beside it gets no compiled files from us.
HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, HERE)
from migrate_at import At  # noqa: E402
from migrate_configuration import try_configuration  # noqa: E402
from migrate_history import history_of  # noqa: E402
from migrate_interview import Interview  # noqa: E402
from migrate_limits import without_limits  # noqa: E402
from migrate_met import met_by  # noqa: E402
from migrate_oneshot import WORDS_OF_A_URL, run_oneshot  # noqa: E402
from migrate_refused import Refused, Unanswered  # noqa: E402
from migrate_roles import Roles  # noqa: E402
from migrate_served import require_meant  # noqa: E402
from migrate_stamp import read_rows, stamp  # noqa: E402
from migrate_tls import secure  # noqa: E402
from migrate_types import call_as_expected  # noqa: E402
from migrate_watch import Watch  # noqa: E402

sys.path.remove(HERE)
sys.dont_write_bytecode = False


def since(began):
    return round(time.monotonic() - began, 4)


class Channel:
    """The parent's pipes, moved away from descriptors 0 and 1: what a migration prints goes to standard
    error, and what a program started by it asks finds the end of input instead of waiting for ever."""

    def __init__(self):
        self._in = os.fdopen(os.dup(0), "r", encoding="utf-8")
        self._out = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)

    def say(self, event, **facts):
        self._out.write(json.dumps({"event": event, **facts}) + "\n")
        self._out.flush()

    def line(self):
        return self._in.readline()

    def die_with_parent(self):
        """From now on the end of input means that nobody watches any more: stop at once. The open
        transaction is the server's to roll back."""

        def watch():
            while self._in.readline():
                pass
            os._exit(3)

        threading.Thread(target=watch, daemon=True).start()


def tie_life_to_parent():
    """Linux only: SIGKILL when the parent dies, even where it could not close its pipes."""
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(1, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(3)


def import_release(history):
    """Everything slow, before anyone waits: the libraries, all models, the revision graph."""
    modules = {
        name: importlib.import_module(name)
        for name in ("asyncpg", "sqlalchemy.ext.asyncio", "alembic.script", "alembic.config", "alembic.operations")
    }
    importlib.import_module("alembic.runtime.environment")
    for name in (history.models, *history.also):
        importlib.import_module(name)
    return modules, getattr(importlib.import_module(f"{history.models}.base"), history.metadata)


def revision_graph(modules, order):
    """The release's revisions, refused where they are not what the plan was made from. Loads every script,
    and scripts may redefine models: a fresh install makes its tables before it asks for this."""
    config = modules["alembic.config"].Config()
    config.set_main_option("script_location", history_of(order).scripts)
    script = modules["alembic.script"].ScriptDirectory.from_config(config)
    heads = list(script.get_heads())
    if not heads:
        raise Refused("migrator.empty-graph", "the release's package has no migration scripts")
    if heads != [order["head"]]:
        raise Refused("migrator.wrong-head", f"the release's heads are {heads}, the plan says {order['head']}")
    known = {one.revision for one in script.walk_revisions()}
    unknown = [one for one in order.get("run", []) if one not in known]
    if unknown:
        raise Refused("migrator.unknown-revision", f"the release does not know {', '.join(unknown)}")
    return config, script


def engine_for(modules, database):
    from sqlalchemy.engine import URL
    from sqlalchemy.pool import NullPool

    user, password, host, port, name = (database[word] for word in WORDS_OF_A_URL)
    url = URL.create("postgresql+asyncpg", user, password, host, port, name)
    # By this name the parent finds our connection in pg_stat_activity.
    settings = {"server_settings": {"application_name": f"baiup migrator {os.getpid()}"}}
    return modules["sqlalchemy.ext.asyncio"].create_async_engine(url, poolclass=NullPool, connect_args=settings)


def upgrade_one(connection, release, revision, is_last):
    """One revision in a transaction of its own: some commit by themselves and break a common one.
    Returns its seconds and, where it is observed, what it did; looking does not count as its time."""
    from alembic.operations import Operations
    from alembic.runtime.environment import EnvironmentContext

    script = release.script
    module = script.get_revision(revision).module
    with EnvironmentContext(release.config, script) as environment:
        environment.configure(
            connection=connection, target_metadata=release.metadata, transaction_per_migration=True
        )
        context = environment.get_context()
        began, looked, seen = time.monotonic(), 0, {}
        with context.begin_transaction(_per_migration=True), Operations.context(context):
            if release.watch:
                release.watch.begin(connection)
                looked = since(began)
            release.at.begin(module)
            call_as_expected(connection, revision, module)
            module.upgrade()
            release.interview.settle()
            if release.watch:
                ended = time.monotonic()
                seen = release.watch.end(connection)
                looked += since(ended)
            if is_last:
                release.roles.dress(connection)
                stamp(connection, script.get_current_head())
    return {"seconds": max(0, round(since(began) - looked, 4)), **seen}


def restamp(connection, head):
    with connection.begin():
        stamp(connection, head)


async def look(connection, release):
    rows = await connection.run_sync(read_rows)
    await connection.run_sync(release.roles.begin)
    await connection.rollback()
    return rows


async def migrate(connection, order, release, channel):
    rows = await look(connection, release)
    if rows != sorted(order["from"]):
        raise Refused(
            "migrator.wrong-start", f"alembic_version holds {rows}, the plan expects {sorted(order['from'])}"
        )
    for index, revision in enumerate(order["run"]):
        channel.current = revision
        release.interview.begin(revision)
        is_last = index == len(order["run"]) - 1
        done = await connection.run_sync(upgrade_one, release, revision, is_last)
        channel.say("revision", id=revision, asked=release.interview.asked, **done)
    channel.current = None
    if not order["run"]:
        await connection.run_sync(restamp, order["head"])


async def make_fresh(connection, order, release):
    """What the release's `schema oneshot` does to an empty database; coordinators have the command only from 25.18 on."""
    if await connection.run_sync(read_rows):
        raise Refused("migrator.not-empty", "the database for a fresh install is not empty")
    await connection.rollback()
    if history_of(order).has_oneshot:
        # It starts a loop of its own, which a thread that runs one refuses.
        await asyncio.to_thread(run_oneshot, order)
        revision_graph(release.modules, order)
        return
    await connection.exec_driver_sql('CREATE EXTENSION IF NOT EXISTS "uuid-ossp"')
    await connection.run_sync(lambda sync: release.metadata.create_all(sync, checkfirst=False))
    revision_graph(release.modules, order)
    await connection.run_sync(stamp, order["head"])
    await connection.commit()


async def ping(connection):
    version = (await connection.exec_driver_sql("SHOW server_version")).scalar()
    await connection.run_sync(without_limits)
    await connection.commit()
    return version


async def connected(engine):
    connection = await engine.connect()
    await ping(connection)
    return connection


async def still_connected(connection, engine):
    """The wait for `go` may have been long: a connection that was cut meanwhile is opened again."""
    try:
        await ping(connection)
        return connection
    except Exception:  # noqa: BLE001 (whatever ended it)
        return await connected(engine)


async def work(order, channel, release):
    engine = engine_for(release.modules, order["database"])
    connection = await engine.connect()
    server = await ping(connection)
    await require_meant(order, connection)
    if order["mode"] == "migrate":
        # What counts is what it finds after `go`: to look a second time takes a tenth of the first.
        await look(connection, release)
    channel.say("ready", server=server, seconds=since(channel.began))
    go, _, copy = channel.line().rstrip("\n").partition(" ")
    if go != "go":
        os._exit(3)
    channel.die_with_parent()
    began = time.monotonic()
    if copy:
        # The first connection was ended when the database got another name.
        connection = await connected(engine_for(release.modules, {**order["database"], "name": copy}))
    else:
        connection = await still_connected(connection, engine)
    if order["mode"] == "fresh":
        await make_fresh(connection, order, release)
    else:
        await migrate(connection, order, release, channel)
    rows = await connection.run_sync(read_rows)
    if rows != [order["head"]]:
        raise Refused("migrator.wrong-end", f"alembic_version holds {rows} at the end")
    channel.say("done", seconds=since(began), rows=rows)


class Release:
    """What the environment brought: its libraries, its models' metadata, and for a migration its scripts."""

    def __init__(self, order, interview, at):
        self.interview, self.watch = interview, Watch() if order.get("observe") else None
        self.roles, self.at = Roles(), at
        self.modules, self.metadata = import_release(history_of(order))
        if order["mode"] == "migrate":
            self.config, self.script = revision_graph(self.modules, order)
            try_configuration([self.script.get_revision(one).module for one in order["run"]], order)


def main():
    # Some revisions leave a backup of what they delete from etcd, with its passwords.
    os.umask(0o077)
    channel = Channel()
    channel.began, channel.current, at = time.monotonic(), None, At()
    tie_life_to_parent()
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.INFO)
    try:
        order = json.loads(channel.line())
        secure(order["database"])
        interview = Interview(order.get("answers", []))
        interview.listen()
        asyncio.run(work(order, channel, Release(order, interview, at)))
    except BaseException as error:  # noqa: BLE001 (a migration may even call sys.exit)
        channel.say(
            "failed",
            id=channel.current,
            code=error.code if isinstance(error, (Refused, Unanswered)) else None,
            type=type(error).__name__,
            error=str(error)[:4000],
            traceback=traceback.format_exc()[-20000:],
            met=met_by(error),
            at=at.met(error),
        )
        os._exit(1)
    os._exit(0)  # at once: threads that a revision left behind have nothing more to do


if __name__ == "__main__":
    main()
