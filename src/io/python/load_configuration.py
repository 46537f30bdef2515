"""Imports a component's program and runs its own configuration loader, without ever starting the server.

Runs inside the component's environment: load_configuration.py DEADLINE MODULE [CONFIG [ORIGINAL [-m MODULE ...]]]
DEADLINE is in seconds, and importing may take twice as long; CONFIG may be a copy of ORIGINAL, from where relative paths are then looked for.
What follows is what the component's service gives to Python; without it the component's own program is run.
Prints one JSON object: {"outcome", "stage": "import" | "load", "message", "issues": [...]}.
Outcomes: "ok"; "broken", the environment cannot run the program; "faulty", the release itself lacks a part of it;
"refused", the program rejects the file; "unreadable", nobody could read it as TOML; "hung", it came to no end;
"command", the release does not know the service's command; "elsewhere", the command reads another file.
What an issue is, is said in configuration_issues.py; one with a "line" is about the text, not about a key.
"""

import contextlib
import copy
import importlib
import importlib.util
import io
import json
import os
import sys
import threading
import traceback
from pathlib import Path

# Beside this program nothing is written; what the environment compiles of its own is its own matter.
sys.dont_write_bytecode, kept = True, sys.dont_write_bytecode
from configuration_command import Elsewhere, Opened, UnknownCommand, serve, stay_alone, words_against  # noqa: E402
from configuration_issues import chain, ignored_issues, issues_of, masked  # noqa: E402

sys.dont_write_bytecode = kept

STDOUT = sys.stdout


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


def hold_still(module, opened):
    """Lets nothing be written, removed or started: a pid file named in the configuration may be a live one's."""
    for verb in ("write_text", "write_bytes", "touch", "unlink", "rmdir", "chmod"):
        setattr(Path, verb, lambda *_, **__: None)
    pretend_folders()

    def loaded(*_, **__):
        raise Loaded

    def logs(*_, **__):
        # A command line may have a logger of its own before it reads anything.
        if opened.any():
            raise Loaded

    # The logger's constructor validates its section; entering it is the first thing that acts.
    module.Logger.__enter__ = logs
    module.aiotools.start_server = loaded
    # Profilers of the proxies begin before the logger.
    if hasattr(module, "memray"):
        module.memray.Tracker = lambda *_, **__: contextlib.nullcontext()
    if hasattr(module, "pyroscope"):
        module.pyroscope.configure = lambda *_, **__: None


def pretend_folders():
    """A folder that a loader makes where it is missing counts as made, and is not."""
    made = set()
    Path.mkdir = lambda self, *_, **__: made.add(os.path.abspath(self))
    for question in ("is_dir", "exists"):
        ask = getattr(Path, question)
        answer = lambda self, *_, ask=ask, **options: os.path.abspath(self) in made or ask(self, **options)
        setattr(Path, question, answer)


def stay_with(original, copy):
    """Some loaders go to the folder of their file, and take relative paths from there."""
    go = os.chdir
    here = os.path.dirname(copy)
    os.chdir = lambda path: go(os.path.dirname(original) if os.path.abspath(path) == here else path)


def load(module, config, original, raw, command):
    opened = Opened()
    hold_still(module, opened)
    stay_with(original, config)
    stay_alone()
    try:
        serve(module, command or ["-m", module.__name__, "-f", config])
    except Loaded as stop:
        read = configuration_in(stop.__traceback__)
    else:
        raise UnknownCommand("it ends without having served")
    opened.require(config)
    if module.__name__ == "ai.backend.manager.server":
        read = load_what_workers_read(raw)
    if module.__name__ == "ai.backend.agent.server":
        load_dummy(raw)
    return list(ignored_issues(read, raw))


def configuration_in(trace):
    """What main had read when it was about to serve, where that is a model: trafaret keeps no word of what it knows."""
    while trace is not None:
        for name, value in trace.tb_frame.f_locals.items():
            if ("config" in name or name == "cfg") and hasattr(type(value), "model_fields"):
                return value
        trace = trace.tb_next
    return None


def load_what_workers_read(raw):
    """Managers from 25.08 on read most of the file in their workers, where etcd may add what it lacks."""
    if not hasattr(importlib.import_module("ai.backend.manager.config"), "__path__"):
        return None
    if not importlib.util.find_spec("ai.backend.manager.config.unified"):
        return None
    from ai.backend.manager.config.unified import ManagerUnifiedConfig

    try:
        return ManagerUnifiedConfig.model_validate(with_variables(raw))
    except Exception as error:
        if any(each["kind"] != "missing" for each in issues_of(error, raw)):
            raise
        return None


def with_variables(raw):
    """As the loader of the workers has it: variables win over the file."""
    from ai.backend.common.config import override_with_env
    from ai.backend.manager.config.constant import MANAGER_LOCAL_CFG_OVERRIDE_ENVS

    table = copy.deepcopy(raw)
    for key_path, name in MANAGER_LOCAL_CFG_OVERRIDE_ENVS:
        override_with_env(table, key_path, name)
    return table


def load_dummy(raw):
    extra = Path("agent.dummy.toml")
    section = raw.get("agent", {})
    if "dummy" not in (section.get("mode"), section.get("backend")) or not extra.exists():
        return
    from ai.backend.agent.dummy.config import dummy_local_config
    from ai.backend.common.config import read_from_file

    config, _ = read_from_file(extra.resolve(), "dummy")
    dummy_local_config.check(config)


def last_lines(text, count=12):
    return "\n".join(text.strip().splitlines()[-count:])


def describe(error, said):
    kind = type(error).__name__
    # The components print what is wrong and then abort without a message.
    own = "" if kind == "Abort" else f"{kind}: {error}"
    return "\n".join(part for part in (last_lines(said), own) if part)


def is_misfit(error):
    """What is missing or misfits in the environment, as opposed to what the file says."""
    causes = [each for each in chain(error) if type(each).__name__ != "Abort"]
    kinds = (ImportError, AttributeError, TypeError, NameError, SyntaxError)
    return isinstance(error, kinds) or (bool(causes) and isinstance(causes[0], kinds))


def failed(stage, error, said, raw):
    against = words_against(error)
    if against:
        return verdict("command", stage, against, (), raw)
    if isinstance(error, Elsewhere):
        return verdict("elsewhere", stage, str(error), (), raw)
    issues = issues_of(error, raw) if stage == "load" else []
    outcome = "broken" if stage == "import" or (not issues and is_misfit(error)) else "refused"
    message = describe(error, said)
    if isinstance(error, ModuleNotFoundError) and (error.name or "").startswith("ai.backend."):
        outcome = "faulty"
    elif outcome == "broken":
        message = f"{message}\n{last_lines(traceback.format_exc(), 6)}"
    if issues:
        message = "\n".join(f"{each['key'] or 'the file'}: {each['message']}" for each in issues)
    return verdict(outcome, stage, message, issues, raw)


def verdict(outcome, stage, message="", issues=(), raw=None):
    clean = [{**each, "message": masked(each["message"], raw)} for each in issues]
    return {"outcome": outcome, "stage": stage, "message": masked(message, raw), "issues": clean}


def attempt(stage, action, raw):
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            return None, action()
    except (Exception, SystemExit) as error:
        return failed(stage, error, said.getvalue(), raw), None


def unreadable(message, line=None):
    place = {} if line is None else {"line": line}
    return verdict("unreadable", "load", message, [{"kind": "wrong", "key": "", "message": message, **place}])


def read(config):
    """@returns the file's content, or why there is none."""
    import tomllib

    try:
        data = Path(config).read_bytes()
    except OSError as error:
        return None, unreadable(str(error.strerror))
    if data.startswith(b"\xef\xbb\xbf"):
        return None, unreadable("it begins with a byte order mark, which no loader accepts", 1)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return None, unreadable(f"it is not in UTF-8: byte {data[error.start]:#04x}", line)
    try:
        return tomllib.loads(text), None
    except tomllib.TOMLDecodeError as error:
        line = getattr(error, "lineno", None) or line_said(str(error)) or text.count("\n") + 1
        return None, unreadable(f"it is not TOML: {error}", line)


def line_said(message):
    _, _, rest = message.partition("(at line ")
    return int(rest.split(",")[0]) if rest else None


def tell(result):
    print(json.dumps(result), file=STDOUT)
    STDOUT.flush()
    # Imported libraries may leave threads behind; nothing of theirs needs to end well.
    os._exit(0)


def watch(deadline, stage, raw):
    main = threading.main_thread().ident

    def hung():
        frame = sys._current_frames().get(main)
        where = "".join(traceback.format_stack(frame)[-2:]) if frame else ""
        tell(verdict("hung", stage, f"it had not ended after {deadline:g} s:\n{where}", (), raw))

    timer = threading.Timer(deadline, hung)
    timer.daemon = True
    timer.start()
    return timer


def main():
    deadline, name, *rest = sys.argv[1:]
    config = os.path.abspath(rest[0]) if rest else None
    original = os.path.abspath(rest[1] if len(rest) > 1 else rest[0]) if rest else None
    raw, failure = read(config) if config else (None, None)
    if failure:
        tell(failure)
    # Importing is slow on a machine that is busy; reading a file is not.
    watching = watch(float(deadline) * 2, "import", raw)
    failure, module = attempt("import", lambda: import_all(name), raw)
    watching.cancel()
    if failure is None and config:
        watch(float(deadline), "load", raw)
        failure, ignored = attempt("load", lambda: load(module, config, original, raw, rest[2:]), raw)
        tell(failure or verdict("ok", "load", issues=ignored))
    tell(failure or verdict("ok", "import"))


if __name__ == "__main__":
    main()
