"""Fills a release's fresh database as an installer does, with the release's own command for fixtures.

Runs inside the manager's environment: installed.py PREPARE_PY. Standard input: {"database": url, "fixtures": [...]}.
"""

import asyncio
import importlib.util
import json
import os
import sys


def load(path):
    spec = importlib.util.spec_from_file_location("prepare", path)
    module = importlib.util.module_from_spec(spec)
    # What lies beside it gets no compiled files from us.
    sys.dont_write_bytecode = True
    spec.loader.exec_module(module)
    sys.dont_write_bytecode = False
    return module


def main():
    prepare, order = load(sys.argv[1]), json.load(sys.stdin)
    prepare.know_all_tables()
    asyncio.run(prepare.populate(order["database"], order["fixtures"]))
    os._exit(0)


if __name__ == "__main__":
    main()
