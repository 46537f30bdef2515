"""Lists what an environment holds, as its packages' metadata tells.

Runs inside the environment: list_environment.py
Prints one JSON array of {"name", "version", "requires", "direct", "linked", "entryPoints": [[group, name], ...]}.
"direct" is what the installer wrote down of a package that came from a file, a folder or an address; "linked" is the
source folder of one that `setup.py develop` linked to. Entry points are those of groups that Backend.AI looks for.
"""

import importlib.metadata as metadata
import json
import os
import re
import sys


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
    }


def main():
    found = {}
    for distribution in metadata.distributions():
        # Folders without metadata in them are leftovers.
        written = distribution.metadata["Name"] if distribution.metadata is not None else None
        if not written or not distribution.metadata["Version"]:
            continue
        name = re.sub(r"[-_.]+", "-", written).lower()
        found.setdefault(name, describe(distribution, name))
    print(json.dumps([found[name] for name in sorted(found)]))


if __name__ == "__main__":
    main()
