"""
What a Redis knows, asked where a manager runs: only that reaches it for sure. Nothing is changed but by `settle`
and `release`.

Standard input: {"host", "port", "password"?, "service"?, "ask": "version" | "tasks" | "settle" | "release"}. With a service, the
address is a Sentinel's, which is asked for the Redis behind it (but for its version). Standard output: the version; a
JSON list of {"key", "hash"?, "text"?} of the keys of background tasks; how many events were settled, or locks removed.
"""

import json
import socket
import sys

# Where releases keep background tasks: database and pattern of the keys. Source: REDIS_STREAM_DB and REDIS_BGTASK_DB of
# ai/backend/common/defs, bgtask and clients/valkey_client/valkey_bgtask of 22.09 to 26.08.
PLACES = ((4, "bgtask.*"), (7, "bgtask:task:*"), (7, "bgtask:meta:*"))
MOST = 10000

# Where managers of 22.09 to 26.08 read what others tell, with the database. Source: EVENT_DISPATCHER_CONSUMER_GROUP of
# ai/backend/manager/server.py.
EVENTS, GROUP, EVENTS_DATABASE = "events", "manager", 4
PAGE = 100

# Where managers of 22.09 to 26.08 keep locks with distributed-lock = "redlock": the numbers of LockID of
# ai/backend/manager/defs are the keys. Source: REDIS_STREAM_LOCK of ai/backend/common/defs.
LOCKS, LOCKS_DATABASE = (91, 92, 93, 191, 192, 193, 195, 196, 197, 198, 201, 202), 5


class Redis:
    def __init__(self, host, port, password):
        self.socket = socket.create_connection((host, int(port)), timeout=5)
        self.stream = self.socket.makefile("rwb")
        if password:
            try:
                self.ask("AUTH", password)
            except ValueError:
                # One that asks for no password says so, in other words from release to release, and answers all the
                # same. One that asks for another password answers nothing that follows.
                pass

    def ask(self, *words):
        self.stream.write(b"*%d\r\n" % len(words))
        for word in words:
            self.stream.write(b"$%d\r\n%s\r\n" % (len(str(word).encode()), str(word).encode()))
        self.stream.flush()
        return self.answer()

    def answer(self):
        line = self.stream.readline()
        kind, rest = line[:1], line[1:].strip().decode("utf-8", "replace")
        if kind == b"-" or kind == b"":
            raise ValueError(rest or "it closed the connection")
        if kind == b"$":
            return None if rest == "-1" else self.stream.read(int(rest) + 2)[:-2].decode("utf-8", "replace")
        if kind == b"*":
            return [self.answer() for _ in range(max(0, int(rest)))]
        return rest


def version(redis):
    lines = redis.ask("INFO", "server").split("\r\n")
    found = [line.split(":", 1)[1] for line in lines if line.startswith("redis_version:")]
    return found[0] if found else ""


def tasks(redis):
    found = []
    for database, pattern in PLACES:
        redis.ask("SELECT", database)
        cursor = "0"
        while True:
            cursor, keys = redis.ask("SCAN", cursor, "MATCH", pattern, "COUNT", 1000)
            for key in keys:
                kind = redis.ask("TYPE", key)
                if kind == "hash":
                    pairs = redis.ask("HGETALL", key)
                    found.append({"key": key, "hash": dict(zip(pairs[::2], pairs[1::2]))})
                elif kind == "string":
                    found.append({"key": key, "text": redis.ask("GET", key)})
            if cursor == "0" or len(found) >= MOST:
                break
    return json.dumps(found)


def settle(redis):
    """Acknowledges what is told of agents and no manager has acknowledged: it is history once no manager runs."""
    redis.ask("SELECT", EVENTS_DATABASE)
    start, settled = "-", 0
    try:
        while True:
            page = redis.ask("XPENDING", EVENTS, GROUP, start, "+", PAGE)
            for id, *_rest in page:
                for _id, fields in redis.ask("XRANGE", EVENTS, id, id):
                    if dict(zip(fields[::2], fields[1::2])).get("name", "").startswith("agent_"):
                        settled += int(redis.ask("XACK", EVENTS, GROUP, id))
            if len(page) < PAGE:
                return settled
            start = "(" + page[-1][0]
    except ValueError as error:
        # No manager has read anything yet.
        if str(error).startswith("NOGROUP"):
            return settled
        raise


def release(redis):
    redis.ask("SELECT", LOCKS_DATABASE)
    return int(redis.ask("DEL", *LOCKS))


told = json.load(sys.stdin)
try:
    redis = Redis(told["host"], told["port"], told.get("password"))
    if told["ask"] == "version":
        print(version(redis))
    else:
        if told.get("service"):
            host, port = redis.ask("SENTINEL", "get-master-addr-by-name", told["service"])
            redis = Redis(host, port, told.get("password"))
        print({"tasks": tasks, "settle": settle, "release": release}[told["ask"]](redis))
except (OSError, ValueError, TypeError) as error:
    sys.exit(str(error))
