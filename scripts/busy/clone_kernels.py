"""Has an agent know copies of one of its kernels: of the file that it keeps its kernels in while it does not run.

Runs inside the agent's environment: clone_kernels.py FILE. Standard input: {"of": kernel, "copies": [[kernel, session], ...]}.
"""

import json
import pickle
import sys
from uuid import UUID


def main():
    order = json.load(sys.stdin)
    with open(sys.argv[1], "rb") as file:
        kernels = pickle.load(file)
    known = {str(kernel_id): kernel for kernel_id, kernel in kernels.items()}
    for kernel in kernels.values():
        # What an agent gives them once it has read them, and their classes leave out by name.
        kernel.agent_config = None
        if kernel.runner is not None:
            kernel.runner.event_producer = None
    one = known[order["of"]]
    for kernel_id, session_id in order["copies"]:
        other = object.__new__(type(one))
        # Copies run no code: each runner has two sockets, of which ZeroMQ gives a process a thousand.
        other.__dict__.update({**one.__dict__, "runner": None})
        other.kernel_id, other.session_id = UUID(kernel_id), UUID(session_id)
        kernels[other.kernel_id] = other
    with open(sys.argv[1], "wb") as file:
        pickle.dump(kernels, file)


if __name__ == "__main__":
    main()
