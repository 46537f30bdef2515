"""Types that databases call differently, and that revisions name as only some databases do.

`schema oneshot` calls the type of a vfolder's status after its class, a migration from 23.03 calls it otherwise; the
scripts of 24.03.0 to 24.09.6 and of 25.01 to 25.02 look for the first name, those of 24.09.14 and from 25.03 on for the second. It is
gone after the second of these revisions. Source: both revisions at 24.03.11, 24.09.6, 24.09.14, 25.2.0, 25.3.3, 25.18.1.
"""

NAMES_OF_STATUS = {"vfolderstatus", "vfolderoperationstatus"}
REVISIONS = {"5ba7fde56ddb", "7ff52ff68bfc"}


def call_as_expected(connection, revision, module):
    """Within the revision's transaction: the type gets the name that its script looks for."""
    wanted = getattr(module, "enum_name", None)
    if revision not in REVISIONS or wanted not in NAMES_OF_STATUS:
        return
    rows = connection.exec_driver_sql(
        "SELECT typname FROM pg_type WHERE typname IN ('vfolderstatus', 'vfolderoperationstatus')"
        " AND pg_type_is_visible(oid)"
    )
    there = {row[0] for row in rows}
    if wanted in there:
        return
    for other in there:
        connection.exec_driver_sql(f"ALTER TYPE {other} RENAME TO {wanted}")
