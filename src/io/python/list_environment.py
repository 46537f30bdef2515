"""Lists what an environment holds, as its packages' metadata tells.

Runs inside the environment: list_environment.py
Prints {"packages": [{"name", "version", "requires", "direct", "linked", "entryPoints": [[group, name], ...],
"slots": [[name, unit], ...]}, ...],
"strays": [path, ...], "changed": [path, ...]}.
"direct" is what the installer wrote down of a package that came from a file, a folder or an address; "linked" is the
source folder of one that `setup.py develop` linked to. Entry points are those of groups that Backend.AI looks for. Strays are files and
folders among the packages that no package has written down as its own; changed are files of Backend.AI's own packages
that are not as they were installed.
"""

import base64
import hashlib
import importlib.metadata as metadata
import json
import os
import re
import sys
import sysconfig

# `python -I` looks for no modules beside this file; and what lies beside it gets no compiled files from us.
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from slot_names import slots_of  # noqa: E402

sys.path.pop(0)


def linked(distribution):
    """A package whose metadata lies neither in the environment nor among a system's packages is a source folder."""
    place = os.path.realpath(str(distribution.locate_file("")))
    prefixes = {os.path.realpath(each) for each in (sys.prefix, sys.base_prefix)}
    inside = any(place == each or place.startswith(each + os.sep) for each in prefixes)
    return None if inside or os.path.basename(place) in ("site-packages", "dist-packages") else place


def parsed(text):
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None


def describe(distribution, name):
    return {
        "name": name,
        "version": distribution.version,
        "requires": list(distribution.requires or ()),
        "direct": parsed(distribution.read_text("direct_url.json")),
        "linked": linked(distribution),
        "entryPoints": [
            [each.group, each.name] for each in distribution.entry_points if each.group.startswith("backendai_")
        ],
        "slots": [
            pair
            for each in distribution.entry_points
            if each.group.startswith("backendai_accelerator_")
            for pair in slots_of(each)
        ],
    }


def hash_of(path):
    try:
        with open(path, "rb") as file:
            digest = hashlib.sha256(file.read()).digest()
    except OSError:
        return None
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def changed_in(distribution):
    """Modules whose content is another than the installer wrote down; what is gone counts as well."""
    for file in distribution.files or ():
        noted = file.hash
        if noted is None or noted.mode != "sha256" or file.suffix != ".py":
            continue
        if hash_of(distribution.locate_file(file)) != noted.value.rstrip("="):
            yield str(file)


def owned(distributions, site):
    """Paths that packages have written down, and names of those that have written nothing down."""
    paths, loose = set(), set()
    for each in distributions:
        if each.files is None:
            loose.update((each.read_text("top_level.txt") or "").split())
        for file in each.files or ():
            path = os.path.normpath(os.path.join(site, str(file)))
            while path not in paths and path.startswith(site + os.sep):
                paths.add(path)
                path = os.path.dirname(path)
    return paths, loose


# What makes environments, and links to source folders.
OF_TOOLS = re.compile(r"^(_virtualenv\.(py|pth)|easy-install\.pth|distutils-precedence\.pth|__pycache__|.*\.egg-link)$")


def holds_something(path):
    """Wheels with libraries leave empty folders behind, and programs their bytecode."""
    if not os.path.isdir(path):
        return True
    return any(not name.endswith(".pyc") for _, _, files in os.walk(path) for name in files)


def only_leads_to(path, site, folders):
    """A file of paths that names source folders alone, whose packages are told themselves."""
    if not path.endswith(".pth"):
        return False
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            lines = [line.strip() for line in file if line.strip() and not line.startswith("#")]
    except OSError:
        return False
    return bool(lines) and all(os.path.realpath(os.path.join(site, line)) in folders for line in lines)


def strays_in(site, distributions, folders):
    paths, loose = owned(distributions, site)
    for folder, inside, files in os.walk(site):
        at_top = folder == site
        for name in sorted([*inside, *files]):
            path = os.path.join(folder, name)
            is_plain = name == "__pycache__" or name.endswith((".pyc", ".dist-info", ".egg-info"))
            if path in paths or is_plain:
                continue
            if at_top and (OF_TOOLS.match(name) or name.partition(".")[0] in loose):
                continue
            if at_top and only_leads_to(path, site, folders):
                continue
            if holds_something(path):
                yield os.path.relpath(path, site)
        inside[:] = [
            each
            for each in inside
            if os.path.join(folder, each) in paths and not each.endswith((".dist-info", ".egg-info", "__pycache__"))
        ]


def main():
    found, distributions, changed = {}, [], []
    for distribution in metadata.distributions():
        # Folders without metadata in them are leftovers.
        written = distribution.metadata["Name"] if distribution.metadata is not None else None
        if not written or not distribution.metadata["Version"]:
            continue
        name = re.sub(r"[-_.]+", "-", written).lower()
        distributions.append(distribution)
        if name in found:
            continue
        found[name] = describe(distribution, name)
        if name.startswith("backend-ai-"):
            changed.extend(changed_in(distribution))
    site = os.path.realpath(sysconfig.get_path("purelib"))
    packages = [found[name] for name in sorted(found)]
    sources = {each["linked"] for each in packages if each["linked"] is not None}
    strays = list(strays_in(site, distributions, sources))
    print(json.dumps({"packages": packages, "strays": strays, "changed": changed}))


if __name__ == "__main__":
    main()
