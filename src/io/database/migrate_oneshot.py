"""What a release's own `schema oneshot` makes of an empty database."""

import contextlib
import os
import types
from urllib.parse import quote

from migrate_history import history_of

WORDS_OF_A_URL = ("user", "password", "host", "port", "name")


def run_oneshot(order):
    """Later releases register tables, functions and first rows only there.
    The command reads its address from a file, which is one in memory: a password is never on a disk."""
    from ai.backend.manager.cli.dbschema import oneshot

    user, password, host, port, name = (order["database"][word] for word in WORDS_OF_A_URL)
    url = f"postgresql+asyncpg://{quote(user, safe='')}:{quote(password, safe='')}@{host}:{port}/{name}"
    script = f"[alembic]\nscript_location = {history_of(order).scripts}\nsqlalchemy.url = {url.replace('%', '%%')}\n"
    file = os.memfd_create("alembic.ini")
    os.write(file, script.encode())
    # 22.09 enters the logger of its command line.
    context = types.SimpleNamespace(logger=contextlib.nullcontext())
    oneshot.main(args=["-f", f"/proc/self/fd/{file}"], obj=context, standalone_mode=False)
