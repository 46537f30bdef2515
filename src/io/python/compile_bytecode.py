"""Compiles all modules of the environment that it runs in, each source only once on this machine.

compile_bytecode.py CACHE. The components of a release share most of their dependencies, and so do the releases of a
line. Results are kept by what the source says and where it lies in site-packages, never by a name and a version.
"""

import hashlib
import importlib.util
import marshal
import os
import sys
import sysconfig
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

# See importlib._bootstrap_external: magic number, flags 0 (checked by time and size), time, size.
HEADER = 16


def header_of(status):
    fields = (0, int(status.st_mtime) & 0xFFFFFFFF, status.st_size & 0xFFFFFFFF)
    return importlib.util.MAGIC_NUMBER + b"".join(field.to_bytes(4, "little") for field in fields)


def compile_one(source, site, cache):
    target = Path(importlib.util.cache_from_source(str(source)))
    header = header_of(source.stat())
    if read_header(target) == header:
        return
    content = source.read_bytes()
    key = hashlib.sha256(str(source.relative_to(site)).encode() + b"\0" + content).hexdigest()
    kept = cache / key[:2] / key
    try:
        code = kept.read_bytes()
    except FileNotFoundError:
        try:
            code = marshal.dumps(compile(content, str(source), "exec", dont_inherit=True))
        except (SyntaxError, ValueError):
            # Templates and tests of syntax lie among the modules of some packages.
            return
        write(kept, code)
    write(target, header + code)


def read_header(path):
    try:
        with path.open("rb") as file:
            return file.read(HEADER)
    except FileNotFoundError:
        return None


def write(path, content):
    """Whole or not at all: two builds may be at it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)


def compile_some(sources, site, cache):
    for source in sources:
        compile_one(source, site, cache)


def main():
    site = Path(sysconfig.get_paths()["purelib"])
    cache = Path(sys.argv[1]) / sys.implementation.cache_tag / importlib.util.MAGIC_NUMBER.hex()
    sources = sorted(site.rglob("*.py"))
    workers = min(4, os.cpu_count() or 1)
    shares = [sources[index :: workers * 8] for index in range(workers * 8)]
    with ProcessPoolExecutor(workers) as pool:
        for done in [pool.submit(compile_some, share, site, cache) for share in shares]:
            done.result()


if __name__ == "__main__":
    main()
