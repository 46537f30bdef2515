"""Who owns what a migration makes, and who may use it, for `migrate.py`.

A migration makes its tables as whoever it connects as, who need not be the manager. So what is new gets the owner that
the database's own tables have, the grants that most objects of its sort have, and what the owner's default privileges
would have given it. What a revision made anew under its old name gets what it had.
"""

from collections import Counter

from migrate_owned import read_columns, read_defaults, read_owned
from migrate_refused import Refused

LETTERS = {"TABLE": "r", "SEQUENCE": "S", "TYPE": "T", "ROUTINE": "f", "SCHEMA": "n"}
USUAL = {"TYPE": {("PUBLIC", "USAGE"): False}, "ROUTINE": {("PUBLIC", "EXECUTE"): False}}


class Roles:
    """Looks before the first revision, and dresses what is new within the last one's transaction."""

    def begin(self, connection):
        self._before, self._columns = read_owned(connection), read_columns(connection)
        self._owner = usual_owner(self._before)

    def dress(self, connection):
        if self._owner is None:
            return
        by_oid = {(each.sort, each.oid): each for each in self._before}
        by_name = {(each.sort, each.name): each for each in self._before}
        defaults = read_defaults(connection)
        for now in read_owned(connection):
            is_made = (now.sort, now.oid) not in by_oid
            was = by_oid.get((now.sort, now.oid)) or by_name.get((now.sort, now.name))
            if was:
                self._make(connection, now, was.owner, was.grants, is_made)
            else:
                given = {**by_default(defaults, self._owner, now), **self._of_most(now.granted_as)}
                self._make(connection, now, self._owner, given, is_made)
        self._dress_columns(connection)

    def _of_most(self, sort):
        """What more than half of the objects of a sort grant. Where there was no sequence, who inserts may use them."""
        alike = [each for each in self._before if each.sort == sort and each.place == "public"]
        if sort == "SEQUENCE" and not alike:
            return {(who, "USAGE"): False for who, privilege in self._of_most("TABLE") if privilege == "INSERT"}
        count, given_on = Counter(), Counter()
        for each in alike:
            count.update(list(each.grants))
            given_on.update(what for what, grantable in each.grants.items() if grantable)
        half = len(alike) / 2
        return {what: given_on[what] > half for what in count if count[what] > half}

    def _make(self, connection, now, owner, grants, is_made):
        if now.owner != owner and not now.follows:
            say(connection, f"ALTER {now.sort} {now.name} OWNER TO {owner}", f"{now.name} belongs to {owner}")
        on = f"{now.granted_as} {now.name}"
        for (who, privilege), grantable in grants.items():
            has = now.grants.get((who, privilege))
            if who != owner and (has is None or (grantable and not has)):
                option = " WITH GRANT OPTION" if grantable else ""
                say(connection, f"GRANT {privilege} ON {on} TO {who}{option}", f"{who} has {privilege} on {now.name}")
        # What the migrating role's own default privileges gave: the owner's count.
        surplus = now.grants if is_made and now.owner != owner else {}
        for who, privilege in surplus:
            if who != owner and (who, privilege) not in grants:
                say(connection, f"REVOKE {privilege} ON {on} FROM {who}", f"{who} has no {privilege} on {now.name}")

    def _dress_columns(self, connection):
        now = read_columns(connection)
        for (table, column), grants in self._columns.items():
            for (who, privilege), grantable in grants.items():
                if (who, privilege) not in now.get((table, column), {(who, privilege): True}):
                    option = " WITH GRANT OPTION" if grantable else ""
                    statement = f"GRANT {privilege} ({column}) ON TABLE {table} TO {who}{option}"
                    say(connection, statement, f"{who} has {privilege} on {table}.{column}")


def usual_owner(owned):
    """Of most tables; of two with as many, who has the table of revisions. None where there are no tables."""
    tables = [each for each in owned if each.sort == "TABLE" and each.place == "public"]
    tables.sort(key=lambda each: each.name != "public.alembic_version")
    return next((owner for owner, _ in Counter(each.owner for each in tables).most_common(1)), None)


def by_default(defaults, owner, thing):
    """Those of one schema come on top of those of all, which take the place of the usual ones."""
    letter = LETTERS[thing.granted_as]
    of_all = defaults.get((owner, letter, None), USUAL.get(thing.granted_as, {}))
    return {**of_all, **defaults.get((owner, letter, thing.place), {})}


def say(connection, statement, so_that):
    # SQLAlchemy 1.4 takes a percent sign for a parameter.
    takes_percent = connection.dialect.paramstyle in ("format", "pyformat")
    try:
        connection.exec_driver_sql(statement.replace("%", "%%") if takes_percent else statement)
    except Exception as error:  # noqa: BLE001 (whatever the driver calls it)
        said = str(getattr(error, "orig", error)).split("\n")[0]
        raise Refused("migrator.roles", f"this could not be done so that {so_that}: {statement}: {said}") from error
