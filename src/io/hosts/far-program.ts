import { readFileSync } from 'node:fs';

/** In this order they make one program. */
const files = [
  'frames',
  'children',
  'processes',
  'links',
  'files',
  'fence',
  'own',
  'network',
  'root',
  'serve',
];

/** What a Python must be able to do, and the exit code of one that cannot. */
const boot = `import sys
try:
    import contextlib, fcntl, hashlib, json, selectors, shutil, socket, subprocess, tempfile, threading
    assert sys.version_info >= (3, 6), "it is older than Python 3.6"
except Exception as error:
    sys.stdout.write("baiup-python: %s: %s" % (sys.executable, error) + chr(10))
    sys.exit(42)
import io
b = io.BufferedReader(io.FileIO(0, "rb", False), 1)
n = int(next(l for l in iter(b.readline, b"") if l[:6] == b"baiup ")[6:])
s = b.read(n)
exec(compile(s, "baiup", "exec"), {"__name__": "baiup", "SOURCE": s})
`;

/** One line, without the quotes that shells take for their own. */
const bootLine = `exec(${JSON.stringify(boot)})`;

/**
 * Tries one Python after the other: what cannot run the program says so before it has read anything. A login shell may
 * have been told another PATH, without the system's own programs.
 */
const script =
  'case ":$PATH:" in *:/usr/bin:*) ;; *) PATH="$PATH:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"; export PATH;; esac; ' +
  'b=$1; shift; for p; do command -v "$p" >/dev/null 2>&1 || continue; "$p" -I -c "$b"; r=$?; ' +
  'case $r in 42|126|127) ;; *) exit $r;; esac; done; exit 41';

/** The exit code where no Python of a host can run the program. */
export const noPython = 41;

/** What the far end says once it listens. */
export const ready = Buffer.from('\nbaiup-far ready\n');

/** Pythons that a host may have. */
const usual = ['python3', ...[14, 13, 12, 11, 10, 9, 8, 7, 6].map((minor) => `python3.${minor}`)];

/**
 * A command of `sh` that finds a Python which can run the far end and starts it; the program comes by standard input.
 * @param first tried before those that the system has
 * @param last tried after them: those of components
 */
export function farCommand(
  first: readonly string[] = [],
  last: readonly string[] = [],
): [string, ...string[]] {
  return ['/bin/sh', '-c', script, 'baiup', bootLine, ...new Set([...first, ...usual, ...last])];
}

let program: Buffer | undefined;

/** The far end itself, as it goes over first of all. */
export function farProgram(): Buffer {
  if (program) return program;
  const texts = files.map((name) => readFileSync(new URL(`./far/${name}.py`, import.meta.url), 'utf8'));
  const source = Buffer.from([`BOOT = ${JSON.stringify(bootLine)}\n`, ...texts].join('\n'));
  program = Buffer.concat([Buffer.from(`baiup ${source.length}\n`), source]);
  return program;
}
