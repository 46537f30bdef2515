"""Tries the plugins that an environment must have: whether they are there, looked for, and can be imported.

Runs inside the component's environment: check_plugins.py MODULE < {"entryPoints": [[group, name], ...],
"allow": [...] or null, "block": [...], "key": "allow-compute-plugins", "group": "backendai_accelerator" or null}
"allow" and "block" are import paths, as a component's configuration names plugins of a group, or of all; "key" is what
that list is called there. Prints one JSON array of
{"kind", "plugin", "message"}: "missing", no package has it; "unseen", the program looks for plugins elsewhere;
"broken", it cannot be imported; "absent", "allow" names what no package has.
"""

import contextlib
import importlib
import importlib.metadata as metadata
import io
import json
import os
import re
import sys

STDOUT = sys.stdout


def base(group):
    return re.sub(r"_v\d+$", "", group)


def within(point, paths):
    module = point.value.partition(":")[0].strip()
    return any(module == path or module.startswith(f"{path}.") for path in paths)


def all_points():
    found = metadata.entry_points()
    # A plain dictionary up to Python 3.11.
    groups = found if isinstance(found, dict) else {group: found.select(group=group) for group in found.groups}
    return [point for group, points in groups.items() if group.startswith("backendai_") for point in points]


def groups_looked_for(module):
    """What the program's own code looks for, by the group's name without its version."""
    importlib.import_module(module)
    try:
        from ai.backend.common.plugin import BasePluginContext
    except ImportError:
        return {}
    found, open_classes = {}, [BasePluginContext]
    while open_classes:
        for each in open_classes.pop().__subclasses__():
            open_classes.append(each)
            group = getattr(each, "plugin_group", "")
            found.setdefault(base(group), set()).add(group)
    return found


def trouble(kind, plugin, message):
    return {"kind": kind, "plugin": plugin, "message": message}


def loaded(point):
    try:
        point.load()
    except (Exception, SystemExit) as error:
        return trouble("broken", point.name, f"{type(error).__name__}: {error}")
    return None


def same_plugin(group, name, points, known):
    """The entry point that takes an earlier one's place, or what is wrong."""
    same = [each for each in points if each.name == name and base(each.group) == base(group)]
    if not same:
        return None, trouble("missing", name, f"no package has the entry point {name} of {group} any more")
    wanted = known.get(base(group), {each.group for each in same})
    seen = [each for each in same if each.group in wanted]
    if not seen:
        message = f"it is in {same[0].group}, and this release looks for plugins in {', '.join(sorted(wanted))}"
        return None, trouble("unseen", name, message)
    return seen[0], None


def tried(module, asked):
    known, points = groups_looked_for(module), all_points()
    allow, block = asked["allow"], asked["block"]

    def governed(group):
        return asked.get("group") in (None, base(group))

    for group, name in asked["entryPoints"]:
        point, wrong = same_plugin(group, name, points, known)
        # The program passes over these.
        idle = point and governed(group) and (within(point, block) or (allow is not None and not within(point, allow)))
        found = wrong or (None if idle else loaded(point))
        if found:
            yield found
    for path in allow or ():
        named = [each for each in points if governed(each.group) and within(each, [path])]
        if not named:
            yield trouble("absent", path, f"{asked['key']} names it, and no package has it")
        known_ones = {name for _, name in asked["entryPoints"]}
        yield from filter(None, (loaded(each) for each in named if each.name not in known_ones))


def main():
    asked = json.load(sys.stdin)
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        found = list(tried(sys.argv[1], asked))
    print(json.dumps(found), file=STDOUT)
    STDOUT.flush()
    # Imported libraries may leave threads behind; nothing of theirs needs to end well.
    os._exit(0)


if __name__ == "__main__":
    main()
