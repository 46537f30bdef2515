"""Which names of a database a release's package says nowhere: they are the site's. Imports nothing of the release.

  in   {"tables": {table: [column, ...]}, "names": [...]}    on standard input
  out  {"tables": [...], "columns": [[table, column], ...], "names": [...]}
"""

import importlib.util
import json
import pathlib
import re
import sys


def words_of(file):
    """In small letters: types are called after their classes."""
    return set(re.findall(r"\w+", file.read_text("utf-8", "replace").lower()))


def main():
    asked = json.load(sys.stdin)
    places = importlib.util.find_spec("ai.backend.manager").submodule_search_locations
    found = {file: words_of(file) for place in places for file in pathlib.Path(place, "models").rglob("*.py")}
    files = list(found.values())
    everywhere = set().union(*files)
    # Columns that many tables have are said apart from them.
    shared = set().union(*(words for file, words in found.items() if file.name == "base.py"))
    tables = [name for name in asked["tables"] if name.lower() not in everywhere]
    columns = []
    for table, names in asked["tables"].items():
        if table in tables:
            continue
        beside = shared.union(*(words for words in files if table.lower() in words))
        columns += [[table, name] for name in names if name.lower() not in beside]
    names = [name for name in asked["names"] if name.lower() not in everywhere]
    print(json.dumps({"tables": tables, "columns": columns, "names": names}))


main()
