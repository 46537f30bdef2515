"""What a revision does to a database, for `migrate.py` in a rehearsal."""

STRENGTH = (
    "RowShareLock RowExclusiveLock ShareUpdateExclusiveLock ShareLock "
    "ShareRowExclusiveLock ExclusiveLock AccessExclusiveLock"
).split()
OF_USERS = "NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace, 'pg_toast'::regnamespace)"
TABLES = f"SELECT oid::int8, relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace {OF_USERS}"
LOCKS = "SELECT relation::int8, mode FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted"
ROWS = "SELECT sum(n_tup_ins)::int8, sum(n_tup_upd)::int8, sum(n_tup_del)::int8 FROM pg_stat_xact_user_tables"
WRITTEN = "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::int8"
SIZE = "SELECT pg_database_size(current_database())::int8"


class Watch:
    """What a revision does to the database, seen from its own transaction just before it commits."""

    def begin(self, connection):
        self._tables = dict(self._all(connection, TABLES))
        self._transaction, self._written = self._one(connection, "SELECT txid_current()"), self._one(connection, WRITTEN)
        self._rows = self._counts(connection)

    def end(self, connection):
        """Counts of an earlier transaction may still be in sight, so a revision's own are a difference; one that
        committed by itself has lost what it locked until then."""
        counts = zip(self._counts(connection), self._rows)
        return {
            "rows": dict(zip(("inserted", "updated", "deleted"), (max(0, now - was) for now, was in counts))),
            "written": max(0, self._one(connection, WRITTEN) - self._written),
            "size": self._one(connection, SIZE),
            "locks": self._locks(connection),
            "commits": self._one(connection, "SELECT txid_current_if_assigned()") != self._transaction,
        }

    def _locks(self, connection):
        """The strongest on each table that was there before: for a new one nobody waits."""
        held = {}
        for oid, mode in self._all(connection, LOCKS):
            if oid in self._tables and mode in STRENGTH:
                name = self._tables[oid]
                held[name] = max(held.get(name, mode), mode, key=STRENGTH.index)
        return [{"table": table, "mode": mode} for table, mode in sorted(held.items())]

    def _counts(self, connection):
        return [count or 0 for count in self._all(connection, ROWS)[0]]

    def _one(self, connection, sql):
        return connection.exec_driver_sql(sql).scalar()

    def _all(self, connection, sql):
        return [tuple(row) for row in connection.exec_driver_sql(sql)]
