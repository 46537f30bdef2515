"""What in a database has an owner and grants, as it is now: for `migrate_roles.py`."""

import json

OF_SITE = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
WHO = "CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END"
GRANTS = f"json_agg(json_build_array({WHO}, a.privilege_type, a.is_grantable))"


def no_extension(catalog, alias):
    return (
        f"NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '{catalog}'::regclass"
        f" AND d.objid = {alias}.oid AND d.deptype = 'e')"
    )


# A sequence of a column has the owner of its table, and can have no other.
FOUND = f"""
SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
            WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END AS sort,
       c.oid, n.nspname AS place, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name, c.relowner AS owner, c.relacl AS acl,
       acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner) AS usual,
       c.relkind = 'S' AND EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                                   AND d.objid = c.oid AND d.deptype IN ('a', 'i')) AS follows
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND {OF_SITE} AND {no_extension('pg_class', 'c')}
UNION ALL
SELECT 'TYPE', t.oid, n.nspname, quote_ident(n.nspname) || '.' || quote_ident(t.typname), t.typowner, t.typacl, acldefault('T', t.typowner), false
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class r ON r.oid = t.typrelid
WHERE (t.typtype IN ('e', 'd', 'r') OR r.relkind = 'c') AND {OF_SITE} AND {no_extension('pg_type', 't')}
UNION ALL
SELECT 'ROUTINE', p.oid, n.nspname, quote_ident(n.nspname) || '.' || quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')',
       p.proowner, p.proacl, acldefault('f', p.proowner), false
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {OF_SITE} AND {no_extension('pg_proc', 'p')}
UNION ALL
SELECT 'SCHEMA', n.oid, n.nspname, quote_ident(n.nspname), n.nspowner, n.nspacl, acldefault('n', n.nspowner), false
FROM pg_namespace n WHERE {OF_SITE} AND {no_extension('pg_namespace', 'n')}
"""
OBJECTS = f"""
SELECT o.sort, o.oid::int8, o.place::text, o.name, quote_ident(pg_get_userbyid(o.owner)) AS owner, o.follows,
       (SELECT {GRANTS} FROM aclexplode(coalesce(o.acl, o.usual)) a WHERE a.grantee <> o.owner)::text
FROM ({FOUND}) o ORDER BY 1, 4
"""
COLUMNS = f"""
SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname), quote_ident(k.attname),
       (SELECT {GRANTS} FROM aclexplode(k.attacl) a)::text
FROM pg_attribute k JOIN pg_class c ON c.oid = k.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE k.attnum > 0 AND NOT k.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND {OF_SITE}
"""
DEFAULTS = f"""
SELECT quote_ident(pg_get_userbyid(f.defaclrole)), f.defaclobjtype::text, n.nspname::text,
       (SELECT {GRANTS} FROM aclexplode(f.defaclacl) a WHERE a.grantee <> f.defaclrole)::text
FROM pg_default_acl f LEFT JOIN pg_namespace n ON n.oid = f.defaclnamespace
"""


def grants_in(text):
    """Who may do what, and whether they may give it on: {(who, privilege): grantable}."""
    return {(who, privilege): grantable for who, privilege, grantable in json.loads(text or "[]")}


class Owned:
    """Something that has an owner."""

    def __init__(self, sort, oid, place, name, owner, follows, grants):
        self.sort, self.oid, self.place, self.name, self.owner = sort, oid, place, name, owner
        self.follows, self.grants = follows, grants_in(grants)

    @property
    def granted_as(self):
        return self.sort if self.sort in ("SEQUENCE", "TYPE", "ROUTINE", "SCHEMA") else "TABLE"


def rows(connection, sql):
    return [tuple(row) for row in connection.exec_driver_sql(sql)]


def read_owned(connection):
    return [Owned(*row) for row in rows(connection, OBJECTS)]


def read_columns(connection):
    """Grants on single columns: {(table, column): grants}, of all columns."""
    return {(table, column): grants_in(grants) for table, column, grants in rows(connection, COLUMNS)}


def read_defaults(connection):
    """What a role's new objects get by themselves: {(role, sort, schema or None): grants}."""
    return {(role, sort, place): grants_in(grants) for role, sort, place, grants in rows(connection, DEFAULTS)}
