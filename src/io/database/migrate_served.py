"""Whether a component's own settings lead to the database and the etcd that are meant: for `migrate.py`.

Addresses tell nothing: one server has many, and the same address leads elsewhere from another host. So the database is
asked whether it sees the migrator's own connection, and etcd for a mark that the run has put there.
"""

import asyncio
import base64
import json
import os
import urllib.error
import urllib.request

from migrate_refused import Refused
from migrate_tls import as_the_service

PATIENCE = 8  # seconds
SEES = "SELECT 1 FROM pg_stat_activity WHERE pid = $1 AND datname = current_database() AND application_name = $2"
# A service's proxy is for the world outside.
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


async def require_meant(order, connection):
    served = order.get("served") or {}
    database, etcd = served.get("database"), served.get("etcd")
    if database and "host" in database:
        own = (await connection.exec_driver_sql("SELECT pg_backend_pid()")).scalar()
        await connection.rollback()
        await require_database(database, own)
    if etcd and "host" in etcd and "mark" in etcd:
        await asyncio.to_thread(require_etcd, etcd)


async def require_database(at, own):
    import asyncpg

    where = f"the database \"{at.get('name')}\" at {at['host']}:{at['port']}"
    words = {"host": "host", "port": "port", "user": "user", "password": "password", "name": "database"}
    settings = {word: at[key] for key, word in words.items() if key in at}
    if "ssl" in at:
        settings["ssl"] = at["ssl"]
    try:
        with as_the_service():
            found = await asyncpg.connect(**settings, timeout=PATIENCE, statement_cache_size=0)
    except Exception as error:  # noqa: BLE001 (whatever stands in the way)
        raise Refused(
            "migrator.other-database",
            f"{where}, which the component's own settings name, cannot be opened by them: {error or type(error).__name__}",
        ) from error
    try:
        if await found.fetchval(SEES, own, f"baiup migrator {os.getpid()}") is None:
            raise Refused(
                "migrator.other-database",
                f"{where}, which the component's own settings name, is not the one that is to be migrated",
            )
    finally:
        await found.close()


def require_etcd(at):
    where = f"the etcd at {at['host']}:{at['port']}, which the component's own settings name,"
    try:
        token = ask(at, "auth/authenticate", {"name": at["user"], "password": at.get("password", "")})["token"] if at.get("user") else None
        pairs = ask(at, "kv/range", {"key": at["mark"]["key"]}, token).get("kvs", [])
        found = [each.get("value") for each in pairs]
    except urllib.error.HTTPError as error:
        if error.code == 403:
            return  # its user may read its own namespace only, whose name was compared
        if error.code != 404:
            raise Refused("migrator.etcd-unreachable", f"{where} answers {error.code}: {error.reason}") from error
        # A grpc-proxy, as managers need one before an etcd that speaks TLS alone, has no JSON gateway.
        found = [asked_by_the_release(at, where)]
    except (OSError, ValueError, KeyError) as error:
        raise Refused("migrator.etcd-unreachable", f"{where} does not answer: {error}") from error
    if found != [at["mark"]["value"]]:
        raise Refused("migrator.other-etcd", f"{where} is not the cluster's: the lock of this run is not there")


def asked_by_the_release(at, where):
    try:
        found = asyncio.run(asyncio.wait_for(value_of(at, base64.b64decode(at["mark"]["key"])), PATIENCE))
    except Exception as error:  # noqa: BLE001 (whatever stands in the way)
        raise Refused("migrator.etcd-unreachable", f"{where} does not answer: {error or type(error).__name__}") from error
    return None if found is None else base64.b64encode(found).decode()


async def value_of(at, key):
    """By the client that the component itself has: etcetra up to 24.03, etcd-client-py since."""
    try:
        from etcd_client import Client, ConnectOptions
    except ImportError:
        from etcetra.client import EtcdClient
        from etcetra.types import EtcdCredential, HostPortPair

        who = EtcdCredential(at["user"], at.get("password", "")) if at.get("user") else None
        async with EtcdClient(HostPortPair(at["host"], at["port"]), credentials=who).connect() as etcd:
            found = await etcd.get(key.decode())
            return None if found is None else found.encode()
    who = ConnectOptions().with_user(at["user"], at.get("password", "")) if at.get("user") else None
    async with Client([f"http://{bare(at)}:{at['port']}"], connect_options=who).connect() as etcd:
        found = await etcd.get(key)
        return None if found is None else bytes(found)


def bare(at):
    return f"[{at['host']}]" if ":" in at["host"] else at["host"]


def ask(at, path, body, token=None):
    headers = {"Content-Type": "application/json", **({"Authorization": token} if token else {})}
    request = urllib.request.Request(f"http://{bare(at)}:{at['port']}/v3/{path}", json.dumps(body).encode(), headers)
    with DIRECTLY.open(request, timeout=PATIENCE) as answer:
        return json.load(answer)


def require_as_told(order, revision, loaded):
    """What a revision's own loader reads is what was looked at: where not, we have misread the settings."""
    etcd = (order.get("served") or {}).get("etcd")
    if not etcd:
        return
    host, port = loaded["etcd"]["addr"]
    read = {"host": str(host), "port": int(port), "namespace": loaded["etcd"]["namespace"]}
    differs = {key: value for key, value in read.items() if key in etcd and etcd[key] != value}
    if differs:
        raise Refused("migrator.other-etcd", f"revision {revision} would work with another etcd: {differs}")
