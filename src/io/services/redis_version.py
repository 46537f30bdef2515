"""
The version of a Redis, or of a Sentinel, asked where a manager runs: only that reaches it for sure.

Standard input: {"host", "port", "password"?}. Standard output: the version alone.
"""

import json
import socket
import sys

told = json.load(sys.stdin)


def command(*words):
    parts = [b"*%d\r\n" % len(words)]
    for word in words:
        parts.append(b"$%d\r\n%s\r\n" % (len(word.encode()), word.encode()))
    return b"".join(parts)


with socket.create_connection((told["host"], told["port"]), timeout=5) as redis:
    with redis.makefile("rwb") as stream:
        if told.get("password"):
            stream.write(command("AUTH", told["password"]))
            stream.flush()
            answer = stream.readline()
            # One that asks for no password says so, and answers all the same.
            if answer.startswith(b"-") and b"no password" not in answer:
                sys.exit(answer.decode("utf-8", "replace").strip())
        stream.write(command("INFO", "server"))
        stream.flush()
        head = stream.readline()
        if not head.startswith(b"$"):
            sys.exit(head.decode("utf-8", "replace").strip())
        text = stream.read(int(head[1:])).decode("utf-8", "replace")
        found = [line.split(":", 1)[1] for line in text.split("\r\n") if line.startswith("redis_version:")]
        print(found[0] if found else "")
