"""Why `migrate.py` ends without having done all of its work."""


class Refused(Exception):
    """What this program will not do; `code` is permanent."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class Unanswered(BaseException):
    """A migration asked what nobody has answered. No `Exception`, so that none of its own handlers takes it."""

    code = "migrator.question"
