"""Whose database is migrated, and where its release keeps models and migrations: for `migrate.py`."""


class History:
    """Where a release keeps models and migrations of one of its databases."""

    def __init__(self, models, metadata, also=(), has_oneshot=False):
        self.models, self.metadata, self.also, self.has_oneshot = models, metadata, also, has_oneshot
        self.scripts = f"{models}:alembic"


# `also` is what `schema oneshot` has loaded when it makes the tables: later managers load models lazily.
HISTORIES = {
    "manager": History(
        "ai.backend.manager.models", "metadata", also=["ai.backend.manager.cli.dbschema"], has_oneshot=True
    ),
    "coordinator": History("ai.backend.appproxy.coordinator.models", "metadata_obj"),
}


def history_of(order):
    return HISTORIES[order.get("history", "manager")]
