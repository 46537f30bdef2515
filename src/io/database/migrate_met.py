"""What the server says of an error, for `migrate.py`: its code, and which object or row it met."""

NAMES = ("sqlstate", "detail", "hint", "schema_name", "table_name", "column_name", "constraint_name")


def met_by(error):
    """Drivers wrap what the server said: it is somewhere below. None where the server said nothing."""
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        # The wrapper of SQLAlchemy has a code too, and nothing else.
        if getattr(error, "sqlstate", None) and hasattr(error, "severity"):
            found = {name: getattr(error, name, None) for name in NAMES}
            return {name: str(value)[:2000] for name, value in found.items() if value}
        error = getattr(error, "orig", None) or error.__cause__ or error.__context__
    return None
