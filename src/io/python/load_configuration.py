"""Imports a component's program and runs its own configuration loader, without ever starting the server.

Runs inside the component's environment: load_configuration.py MODULE [CONFIG]
Prints one JSON object: {"outcome": "ok" | "broken" | "faulty" | "refused", "stage": "import" | "load", "message"}.
"broken" means that the environment cannot run the program, "faulty" that the release itself lacks a part of it,
"refused" that the program rejects the file.
"""

import contextlib
import importlib
import importlib.util
import io
import json
import os
import sys
import traceback
from pathlib import Path


class Loaded(BaseException):
    """Raised at the point where the program would begin to serve: everything before it went well."""


def import_all(name):
    """Imports the program with what it would import only after its start."""
    module = importlib.import_module(name)
    for package in getattr(module, "global_subapp_pkgs", ()):
        importlib.import_module(package, f"{name.removesuffix('.server')}.api")
    if name == "ai.backend.agent.server":
        for backend in ("docker", "dummy"):
            # Wheels before 24.03.7 have no dummy backend.
            if importlib.util.find_spec(f"ai.backend.agent.{backend}"):
                importlib.import_module(f"ai.backend.agent.{backend}.agent")
    return module


def hold_still(module):
    """Lets nothing be written, removed or started: a pid file named in the configuration may be a live one's."""
    Path.write_text = lambda *_, **__: 0
    Path.unlink = lambda *_, **__: None
    Path.touch = lambda *_, **__: None

    def loaded(*_, **__):
        raise Loaded

    # The logger's constructor validates its section; entering it is the first thing that acts.
    module.Logger.__enter__ = loaded
    module.aiotools.start_server = loaded


def load(module, config):
    hold_still(module)
    try:
        module.main(args=["-f", config], standalone_mode=False)
    except Loaded:
        pass
    else:
        raise RuntimeError("the program's main function ended before it would have served")
    extra = Path("agent.dummy.toml")
    if module.__name__ == "ai.backend.agent.server" and uses_dummy(config) and extra.exists():
        from ai.backend.agent.dummy.config import dummy_local_config
        from ai.backend.common.config import read_from_file

        raw, _ = read_from_file(extra.resolve(), "dummy")
        dummy_local_config.check(raw)


def uses_dummy(config):
    import tomllib

    section = tomllib.loads(Path(config).read_text()).get("agent", {})
    return "dummy" in (section.get("mode"), section.get("backend"))


def last_lines(text, count=12):
    return "\n".join(text.strip().splitlines()[-count:])


def describe(error, said):
    kind = type(error).__name__
    # The components print what is wrong and then abort without a word.
    own = "" if kind == "Abort" else f"{kind}: {error}"
    return "\n".join(part for part in (last_lines(said), own) if part)


def attempt(stage, action):
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            return None, action()
    except (Exception, SystemExit) as error:
        # What is missing or misfits in the environment, as opposed to what the file says.
        misfit = isinstance(error, (ImportError, AttributeError, TypeError, NameError, SyntaxError))
        outcome = "broken" if stage == "import" or misfit else "refused"
        message = describe(error, said.getvalue())
        if isinstance(error, ModuleNotFoundError) and (error.name or "").startswith("ai.backend."):
            outcome = "faulty"
        elif outcome == "broken":
            message = f"{message}\n{last_lines(traceback.format_exc(), 6)}"
        return {"outcome": outcome, "stage": stage, "message": message}, None


def main():
    name, *rest = sys.argv[1:]
    failure, module = attempt("import", lambda: import_all(name))
    if failure is None and rest:
        failure, _ = attempt("load", lambda: load(module, os.path.abspath(rest[0])))
    print(json.dumps(failure or {"outcome": "ok", "stage": "load" if rest else "import", "message": ""}))
    sys.stdout.flush()
    # Imported libraries may leave threads behind; nothing of theirs needs to end well.
    os._exit(0)


if __name__ == "__main__":
    main()
