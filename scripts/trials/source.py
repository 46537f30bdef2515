"""Makes a release's own database in an empty one, and says what its models hold that PostgreSQL cannot tell.

Runs inside the manager's environment: source.py ALEMBIC_INI. Standard output ends with one JSON line:
{table: {column: {"type": class of the column's type, "values": [...] where it is an enumeration kept as text or
number, "example": JSON that the type accepts}}}.
"""

import contextlib
import enum
import json
import os
import sys
import types


def make_schema(alembic):
    """As `mgr schema oneshot` does."""
    from ai.backend.manager.cli.dbschema import oneshot

    # 22.09 enters the logger of its command line.
    context = types.SimpleNamespace(logger=contextlib.nullcontext())
    oneshot.main(args=["-f", alembic], obj=context, standalone_mode=False)


def stored(column_type, member, dialect):
    """A member as the column's own type writes it."""
    try:
        return column_type.process_bind_param(member, dialect)
    except Exception:  # noqa: BLE001 (no type decorator, or one of its own kind)
        return getattr(member, "value", member)


def values_of(column_type, dialect):
    classes = [getattr(column_type, name, None) for name in ("_enum_cls", "enum_class", "_enum_class", "_enum_type")]
    for cls in classes:
        if isinstance(cls, type) and issubclass(cls, enum.Enum):
            found = [stored(column_type, member, dialect) for member in cls]
            return [one for one in found if isinstance(one, (str, int))]
    return None


def example_of(column, dialect):
    """What the model gives a structured column by itself, or its schema by its own defaults; nothing where the
    schema asks for more."""
    default, schema = getattr(column.default, "arg", None), getattr(column.type, "_schema", None)
    for make in (lambda: default(None) if callable(default) else default, lambda: schema()):
        try:
            written = stored(column.type, make(), dialect)
            written = written.model_dump(mode="json") if hasattr(written, "model_dump") else written
            if isinstance(written, (dict, list)):
                return json.loads(json.dumps(written))
        except Exception:  # noqa: BLE001 (no default, or one that JSON cannot hold)
            continue
    return None


def describe():
    from ai.backend.manager.models.base import metadata
    from sqlalchemy.dialects.postgresql import dialect

    tables = {}
    for name, table in metadata.tables.items():
        columns = tables.setdefault(name, {})
        for column in table.columns:
            told = {"type": type(column.type).__name__}
            values, example = values_of(column.type, dialect()), example_of(column, dialect())
            if values:
                told["values"] = values
            if example is not None:
                told["example"] = example
            columns[column.name] = told
    return tables


def main():
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    make_schema(sys.argv[1])
    out.write(json.dumps(describe()) + "\n")
    out.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
