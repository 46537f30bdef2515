"""How a migration's connections to PostgreSQL are secured: for `migrate.py`.

The driver takes it from variables, as the component's own connections do, so that a revision's own and those of
`schema oneshot` are secured in the same way. Certificates and keys are in files of memory: nothing is on a disk.
"""

import contextlib
import os
import ssl

MODES = {"off": "disable", "prefer": "prefer", "require": "require", "verify": "verify-full"}
FILES = {"ca": "PGSSLROOTCERT", "cert": "PGSSLCERT", "key": "PGSSLKEY"}
VARIABLES = ("PGSSLMODE", *FILES.values())

# What the service has for itself.
SERVICE = {name: os.environ[name] for name in VARIABLES if name in os.environ}


def in_memory(name, text):
    file = os.memfd_create(name)
    os.write(file, text.encode())
    return f"/proc/self/fd/{file}"


def secure(database):
    """Nothing is told where cluster.yaml says nothing: then the service's variables and the driver decide."""
    tls = database.get("tls")
    if not tls:
        return
    wear({"PGSSLMODE": MODES[tls["mode"]], **{FILES[word]: in_memory(word, tls[word]) for word in FILES if tls.get(word)}})
    if tls.get("name"):
        compare_with(tls["name"], database["host"])


def wear(variables):
    for name in VARIABLES:
        os.environ.pop(name, None)
    os.environ.update(variables)


@contextlib.contextmanager
def as_the_service():
    """The component's own settings are tried with the service's own variables."""
    ours = {name: os.environ[name] for name in VARIABLES if name in os.environ}
    wear(SERVICE)
    try:
        yield
    finally:
        wear(ours)


def compare_with(name, address):
    """The driver compares a certificate with the address that it connects to: it is to be compared with another name."""
    plain = ssl.SSLContext.wrap_bio

    def wrap_bio(self, *streams, server_hostname=None, **more):
        meant = name if server_hostname == address else server_hostname
        return plain(self, *streams, server_hostname=meant, **more)

    ssl.SSLContext.wrap_bio = wrap_bio
