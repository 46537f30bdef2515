"""What a revision will read of the manager's configuration and etcd, read before the stop: for `migrate.py`."""

import asyncio

from migrate_refused import Refused
from migrate_served import require_as_told

ETCD_PATIENCE = 8  # seconds


def try_configuration(modules, order):
    """Some revisions (1d42c726d8a3 at 24.09) read the manager's configuration and etcd in a thread, and wait
    for ever where that thread fails. What they will call is called here first, where failing is harmless."""
    for module in modules:
        load = vars(module).get("load")
        if getattr(load, "__module__", "").startswith("ai.backend.manager.config"):
            try:
                loaded = load()
            except BaseException as error:  # noqa: BLE001 (it raises click.Abort)
                raise Refused(
                    "migrator.config-refused",
                    f"revision {module.revision} cannot read the manager's configuration: {words_of(error)}",
                ) from error
            require_as_told(order, module.revision, loaded)
        connect = vars(module).get("get_async_etcd")
        if connect is not None:
            try:
                asyncio.run(asyncio.wait_for(read_etcd(connect), ETCD_PATIENCE))
            except Exception as error:  # noqa: BLE001
                raise Refused(
                    "migrator.etcd-unreachable", f"revision {module.revision} cannot read etcd: {type(error).__name__} {error}"
                ) from error


def words_of(error):
    """The loader aborts without a message of its own: the cause says why."""
    return str(error) or str(error.__context__ or "") or type(error).__name__


async def read_etcd(connect):
    await connect().get("manager/status")
