"""
What a cluster's database and etcd know of it, asked where a manager runs and by its own packages. It only reads.

Standard input: {"etcd": {host, port, namespace, user?, password?}, "database": {host, port, name, user, password, ssl?}}.
Standard output: one JSON document; what cannot be asked has its reason under "trouble".
"""

import asyncio
import base64
import contextlib
import json
import sys
import urllib.error
import urllib.request

TIMEOUT = 10.0

AGENTS = "SELECT id, addr, version, scaling_group FROM agents WHERE status = 'ALIVE' ORDER BY id"
QUESTIONS = {
    "accessKey": """SELECT k.access_key AS answer FROM keypairs k JOIN users u ON u.uuid = k."user"
        WHERE u.role = 'superadmin' AND k.is_active ORDER BY k.is_admin DESC, k.created_at LIMIT 1""",
    "used": "SELECT image AS answer, architecture FROM kernels ORDER BY created_at DESC LIMIT 1",
    "image": "SELECT name AS answer, architecture FROM images WHERE type = 'COMPUTE' ORDER BY created_at DESC LIMIT 1",
    "encrypted": "SELECT ssl AS answer FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
    "mayCreate": "SELECT rolcreatedb OR rolsuper AS answer FROM pg_roles WHERE rolname = current_user",
}


def encoded(text):
    return base64.b64encode(text.encode()).decode()


def decoded(text):
    return base64.b64decode(text or "").decode()


class Etcd:
    def __init__(self, address):
        host = address["host"]
        self.url = "http://%s:%d" % ("[%s]" % host if ":" in host else host, address["port"])
        self.prefix = "/sorna/%s/" % address["namespace"]
        self.headers = {"Content-Type": "application/json"}
        if address.get("user"):
            told = {"name": address["user"], "password": address.get("password") or ""}
            self.headers["Authorization"] = self.post("/v3/auth/authenticate", told)["token"]

    def post(self, path, body):
        asked = urllib.request.Request(self.url + path, json.dumps(body).encode(), self.headers)
        try:
            with urllib.request.urlopen(asked, timeout=TIMEOUT) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code == 404:
                raise RuntimeError("no JSON gateway answers there: an etcd grpc-proxy has none") from error
            raise

    def below(self, key):
        start = self.prefix + key
        end = start[:-1] + chr(ord(start[-1]) + 1)
        found = self.post("/v3/kv/range", {"key": encoded(start), "range_end": encoded(end)})
        return {decoded(kv["key"])[len(self.prefix) :]: decoded(kv.get("value")) for kv in found.get("kvs", [])}


def ask_etcd(address):
    etcd = Etcd(address)
    proxies = etcd.below("volumes/proxies/")
    return {
        # A password of it stays where it is.
        "redis": {key: value for key, value in etcd.below("config/redis").items() if "password" not in key},
        "storageProxies": {
            key.split("/")[2]: value for key, value in proxies.items() if key.endswith("/manager_api")
        },
        "managers": sorted({key.split("/")[2] for key in etcd.below("nodes/manager/")}),
    }


async def ask_database(address):
    import asyncpg

    connection = await asyncpg.connect(
        host=address["host"],
        port=address["port"],
        user=address["user"],
        password=address["password"],
        database=address["name"],
        # Unless its file tells how, the driver takes it from variables, or what the server offers.
        ssl=address.get("ssl"),
        timeout=TIMEOUT,
        command_timeout=TIMEOUT,
        server_settings={"default_transaction_read_only": "on", "application_name": "baiup"},
    )
    try:
        answers = {"agents": [dict(row) for row in await connection.fetch(AGENTS)]}
        for name, question in QUESTIONS.items():
            # Releases differ in their tables.
            with contextlib.suppress(asyncpg.PostgresError):
                row = await connection.fetchrow(question)
                answers[name] = dict(row) if row else None
        return answers
    finally:
        await connection.close()


def or_trouble(act):
    try:
        return act()
    except Exception as error:
        return {"trouble": "%s: %s" % (type(error).__name__, error)}


def main():
    told = json.load(sys.stdin)
    print(
        json.dumps(
            {
                "etcd": or_trouble(lambda: ask_etcd(told["etcd"])),
                "database": or_trouble(lambda: asyncio.run(ask_database(told["database"]))),
            },
            default=str,
        )
    )


main()
