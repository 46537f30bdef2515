"""What a server ends sessions by, for `migrate.py`."""

NAMES = "lock_timeout statement_timeout idle_in_transaction_session_timeout idle_session_timeout transaction_timeout"
WITHOUT = f"SELECT set_config(name, '0', false) FROM pg_settings WHERE name = ANY (string_to_array('{NAMES}', ' '))"


def without_limits(connection):
    """Such limits are for programs that serve: the parent has its own deadline, and looks who holds a lock."""
    connection.exec_driver_sql(WITHOUT).fetchall()
