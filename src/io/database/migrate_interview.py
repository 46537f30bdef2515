"""Whoever would sit at standard input while a migration runs: `migrate.py` puts it there."""

import builtins
import getpass
import sys

from migrate_refused import Unanswered


class Heard:
    """Standard output that remembers what was said last: a question is often printed before it is asked."""

    KEPT = 600  # characters

    def __init__(self, stream):
        self._stream, self.last = stream, ""

    def write(self, text):
        self.last = (self.last + text)[-self.KEPT :]
        return self._stream.write(text)

    def __getattr__(self, name):
        return getattr(self._stream, name)


class Nobody:
    """Standard input: whatever reads from it asks a question."""

    encoding, errors, closed = "utf-8", "strict", False

    def __init__(self, interview):
        self._interview = interview

    def readline(self, *_):
        return self._interview.ask() + "\n"

    read = __next__ = readline

    def __iter__(self):
        return self

    def isatty(self):
        return False

    def fileno(self):
        self._interview.ask()
        raise OSError("nobody sits at standard input")


class Interview:
    """Sits where an operator would: a known question gets the plan's answer, any other ends the migration."""

    PATIENCE = 3  # times the same question may come again

    def __init__(self, answers):
        self._answers, self._heard, self._open = answers, Heard(sys.stdout), None
        self.revision, self.asked = None, []

    def listen(self):
        """Before anything is imported: click takes `input` as it finds it then."""
        sys.stdout, sys.stdin = self._heard, Nobody(self)
        builtins.input = self.ask
        getpass.getpass = lambda prompt="Password: ", stream=None: self.ask(prompt)

    def begin(self, revision):
        self.revision, self.asked, self._heard.last = revision, [], ""

    def ask(self, prompt=""):
        question = "\n".join(line for line in f"{self._heard.last}{prompt}".strip().splitlines()[-6:] if line.strip())
        for known in self._answers:
            if known["revision"] == self.revision and known["asks"] in question:
                if len(self.asked) < self.PATIENCE:
                    self._heard.last = ""
                    self.asked.append({"question": question, "answer": known["answer"]})
                    return known["answer"]
        self._open = question or "(it said nothing)"
        self.settle()

    def settle(self):
        """Also when the revision caught what stopped it: nothing it decided by itself is committed."""
        if self._open is not None:
            raise Unanswered(self._open)
