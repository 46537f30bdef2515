"""The rows of the table of revisions, for `migrate.py`."""

VERSION_TABLE = "alembic_version"


def read_rows(connection):
    found = connection.exec_driver_sql(f"SELECT to_regclass('{VERSION_TABLE}') IS NOT NULL").scalar()
    if not found:
        return []
    rows = connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE} ORDER BY version_num")
    return [row[0] for row in rows]


def stamp(connection, head):
    """Leaves exactly one row, and never none in between, even where a revision has ended our transaction."""
    rows = read_rows(connection)
    if not rows:
        connection.exec_driver_sql(f"CREATE TABLE IF NOT EXISTS {VERSION_TABLE} (version_num varchar(32))")
        connection.exec_driver_sql(f"INSERT INTO {VERSION_TABLE} VALUES ('{head}')")
        return
    connection.exec_driver_sql(
        f"DELETE FROM {VERSION_TABLE} WHERE ctid <> (SELECT min(ctid) FROM {VERSION_TABLE})"
    )
    connection.exec_driver_sql(f"UPDATE {VERSION_TABLE} SET version_num = '{head}'")
