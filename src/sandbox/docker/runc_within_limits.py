"""Runs runc with resource limits that this process may set.

Agents ask for limits that only a process with CAP_SYS_RESOURCE may set, and where it is missing no container starts.
Docker runs this in runc's place: the limits in the bundle's config.json (`create`) and in the process file (`exec`)
are lowered to our own hard limits, then runc takes over.
"""

import json
import os
import resource
import sys


def lowered(limit):
    hard = resource.getrlimit(getattr(resource, limit["type"]))[1]
    if hard == resource.RLIM_INFINITY:
        return limit
    top = min(limit["hard"], hard)
    return {**limit, "hard": top, "soft": min(limit["soft"], top)}


def lower(path, process_of):
    with open(path) as file:
        document = json.load(file)
    process = process_of(document)
    if not process.get("rlimits"):
        return
    process["rlimits"] = [lowered(limit) for limit in process["rlimits"]]
    with open(path, "w") as file:
        json.dump(document, file)


def value_of(option, arguments):
    for position, argument in enumerate(arguments):
        if argument == option:
            return arguments[position + 1]
        if argument.startswith(option + "="):
            return argument.partition("=")[2]
    return None


def main(arguments):
    bundle, process = value_of("--bundle", arguments), value_of("--process", arguments)
    if bundle is not None:
        lower(os.path.join(bundle, "config.json"), lambda document: document["process"])
    if process is not None:
        lower(process, lambda document: document)
    os.execvp("runc", ["runc", *arguments])


if __name__ == "__main__":
    main(sys.argv[1:])
