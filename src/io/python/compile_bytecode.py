"""Compiles all modules of the environment that it runs in, each source only once on this machine.

compile_bytecode.py CACHE. The components of a release share most of their dependencies, and so do the releases of a
line. Results are kept by what the source says and where it lies in site-packages, never by a name and a version; and,
to save reading it, by the very file that it is (an installer links the same file into every environment).
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


def digest(*parts):
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()


def place(folder, key):
    return folder / key[:2] / key


def by_file(cache, relative, status):
    """Where the bytecode of this very file is kept: no other file has its number, times and size."""
    facts = (status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size)
    return place(cache / "files", digest(relative, *facts))


def reuse(source, site, cache):
    """Links the bytecode of a file that is known; tells whether there is nothing left to do."""
    target = Path(importlib.util.cache_from_source(str(source)))
    status = source.stat()
    if read_header(target) == header_of(status):
        return True
    kept = by_file(cache, source.relative_to(site), status)
    if not kept.exists():
        return False
    target.parent.mkdir(exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        os.link(kept, target)
    except OSError:
        write(target, kept.read_bytes())
    return True


def compile_one(source, site, cache):
    relative = source.relative_to(site)
    status = source.stat()
    content = source.read_bytes()
    kept = place(cache / "sources", digest(relative, hashlib.sha256(content).hexdigest()))
    try:
        code = kept.read_bytes()
    except FileNotFoundError:
        try:
            code = marshal.dumps(compile(content, str(source), "exec", dont_inherit=True))
        except (SyntaxError, ValueError):
            # Templates and tests of syntax lie among the modules of some packages.
            return
        write(kept, code)
    write(by_file(cache, relative, status), header_of(status) + code)
    reuse(source, site, cache)


def read_header(path):
    try:
        with path.open("rb") as file:
            return file.read(HEADER)
    except FileNotFoundError:
        return None


def write(path, content):
    """Whole or not at all: two builds may be at it, and a disk may be full."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def compile_some(sources, site, cache):
    for source in sources:
        compile_one(source, site, cache)


def main():
    site = Path(sysconfig.get_paths()["purelib"])
    cache = Path(sys.argv[1]) / sys.implementation.cache_tag / importlib.util.MAGIC_NUMBER.hex()
    sources = [source for source in sorted(site.rglob("*.py")) if not reuse(source, site, cache)]
    if not sources:
        return
    workers = min(4, os.cpu_count() or 1)
    shares = [sources[index :: workers * 8] for index in range(workers * 8)]
    with ProcessPoolExecutor(workers) as pool:
        for done in [pool.submit(compile_some, share, site, cache) for share in shares]:
            done.result()


if __name__ == "__main__":
    main()
