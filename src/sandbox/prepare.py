"""Makes a sandbox's database and etcd namespace with the release's own functions, in one process.

Runs inside the manager's environment. Standard input: {"alembic": path, "database": url, "fixtures": [...],
"keypair": {"folder": path, "name": name}, "etcd": {"host", "port", "namespace", "values": {prefix: value},
"registries": {...}}}. The first failure ends it with a traceback and exit code 1.
"""

import asyncio
import inspect
import json
import logging
import os
import sys


def make_keypair(folder, name):
    """As `mgr generate-rpc-keypair` does."""
    from zmq.auth.certs import create_certificates

    create_certificates(folder, name)


def know_all_tables():
    """What the release's alembic/env.py imports, for not all of it is loaded with the package: `schema oneshot` of
    25.10 to 25.19 leaves out the table of events, and without it no session gets beyond its image."""
    import importlib
    import pkgutil

    import ai.backend.manager.models as models

    for module in pkgutil.iter_modules(models.__path__):
        if module.name not in ("alembic", "minilang"):
            importlib.import_module(f"{models.__name__}.{module.name}")
    from ai.backend.manager.models import base

    if hasattr(base, "ensure_all_tables_registered"):
        base.ensure_all_tables_registered()


def make_schema(alembic):
    """As `mgr schema oneshot` does."""
    from ai.backend.manager.cli.dbschema import oneshot

    oneshot.main(args=["-f", alembic], obj=None, standalone_mode=False)


def known_rows(metadata, fixture):
    """Leaves out tables and columns that this release does not have yet, or no longer."""
    for table_name, rows in fixture.items():
        if table_name.startswith("__"):
            yield table_name, rows
        elif (table := metadata.tables.get(table_name)) is not None:
            known = [{k: v for k, v in row.items() if k in table.columns} for row in rows]
            # 26.08 has a table by the name of one of 26.09, with nothing in common.
            known = [row for row in known if row]
            if fixture.get("__mode") == "update":
                # What is left of a row may be its key alone.
                known = [row for row in known if set(row) - set(table.primary_key.columns.keys())]
            if known:
                yield table_name, known


def with_enums(table, rows):
    """Before 23.09.10 the release wants every enumerated column told, those with a default as well."""
    for column in table.columns:
        kind = type(column.type).__name__
        if kind in ("EnumType", "EnumValueType") and column.default is not None and column.default.is_scalar:
            default = column.default.arg
            value = default.name if kind == "EnumType" else default.value
            rows = [{column.name: value, **row} for row in rows]
    return rows


async def update(engine, metadata, rows_by_table):
    """What `__mode: update` does where a release knows it, from 23.09.10 on."""
    async with engine.begin() as connection:
        for name, rows in rows_by_table.items():
            table = metadata.tables[name]
            keys = table.primary_key.columns
            for row in rows:
                values = {k: v for k, v in row.items() if k not in keys}
                await connection.execute(
                    table.update().values(values).where(*(key == row[key.name] for key in keys))
                )


async def populate(url, fixtures):
    """As `mgr fixture populate` does, but what fails is raised and not only logged."""
    import sqlalchemy as sa
    import sqlalchemy.ext.asyncio
    from ai.backend.manager import models
    from ai.backend.manager.models.base import metadata, populate_fixture

    for name, table in metadata.tables.items():
        # The earlier releases look tables up among the names of the package, and not all of them are there.
        if not hasattr(models, name):
            setattr(models, name, table)
    engine = sa.ext.asyncio.create_async_engine(url)
    try:
        for fixture in fixtures:
            rows = dict(known_rows(metadata, fixture))
            if "__mode" in inspect.getsource(populate_fixture):
                await populate_fixture(engine, rows)
            elif rows.pop("__mode", None) == "update":
                await update(engine, metadata, rows)
            else:
                await populate_fixture(engine, {n: with_enums(metadata.tables[n], r) for n, r in rows.items()})
    finally:
        await engine.dispose()


async def put_etcd(host, port, namespace, values, registries):
    """As `mgr etcd put-json` does. Registries are kept there only until a release has a table for them."""
    from ai.backend.common.etcd import AsyncEtcd, ConfigScopes
    from ai.backend.common.types import HostPortPair
    from ai.backend.manager.models.base import metadata

    etcd = AsyncEtcd(HostPortPair(host, port), namespace, {ConfigScopes.GLOBAL: ""})
    try:
        for prefix, value in values.items():
            await etcd.put_prefix(prefix, value)
        if "container_registries" not in metadata.tables:
            await etcd.put_prefix("config/docker/registry", registries)
    finally:
        await etcd.close()


def main():
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    request = json.load(sys.stdin)
    make_keypair(**request["keypair"])
    know_all_tables()
    make_schema(request["alembic"])
    asyncio.run(populate(request["database"], request["fixtures"]))
    asyncio.run(put_etcd(**request["etcd"]))
    sys.stderr.flush()
    # The etcd client's threads may crash an interpreter that takes its time to end.
    os._exit(0)


if __name__ == "__main__":
    main()
