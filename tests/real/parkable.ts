import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach } from 'vitest';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { anyPython } from '../../src/io/python/interpreters.ts';
import { processService } from '../../src/io/services/process.ts';
import { saveServiceFile } from '../../src/io/services/service-file.ts';
import { parkedMarker } from '../../src/io/services/service-marker.ts';
import { waitFor } from '../../src/lib/wait.ts';

/** Reads its configuration, writes its pid file, and serves with a worker, as the components do. */
const program = `
import os, pathlib, signal, socket, sys, time
early = os.environ.get("EARLY")
opens = open
if early == "any port":
    with socket.socket() as looked:
        looked.bind(("127.0.0.1", 0))
if early == "listen":
    listening = socket.create_server(("127.0.0.1", 0))
if early == "connect":
    socket.create_connection(("127.0.0.1", int(os.environ["PORT"])))
said = pathlib.Path("program.toml").read_text().strip()
if early == "end":
    sys.exit(f"it does not like {said}")
if early == "folder":
    try:
        os.mkdir("made")
    except OSError:
        pass
pathlib.Path("program.pid").write_text(str(os.getpid()))
opens("program.toml").close()
if os.fork() == 0:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    main = os.getppid()
    while os.getppid() == main:
        time.sleep(0.02)
    os._exit(0)
signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
print("serving from", sys.prefix, said, *sys.argv[1:], os.environ["BAIUP_SERVICE"], __name__, __spec__.name, sys.path[0], flush=True)
while True:
    time.sleep(0.02)
`;

const patience = { timeoutMs: 20_000 };

/** For each test a service with two environments, whose program can be parked. */
export function parkable() {
  let python: string;
  let line: string;
  let folder: string;
  const inFolder = (name: string): string => join(folder, name);
  const service = () => processService(thisMachine, folder);
  const describeWith = (env: Readonly<Record<string, string>>): Promise<void> =>
    saveServiceFile(thisMachine, folder, {
      name: 'a service of this test',
      environment: inFolder('one'),
      module: 'program',
      arguments: ['-f', 'program.toml'],
      cwd: folder,
      env: { ...env },
      log: inFolder('log'),
    });
  const siteOf = (name: string): string => join(folder, name, 'lib', `python${line}`, 'site-packages');
  const makeEnvironment = async (name: string): Promise<void> => {
    await mkdir(join(folder, name, 'bin'), { recursive: true });
    await symlink(python, join(folder, name, 'bin', 'python'));
    await mkdir(siteOf(name), { recursive: true });
    await writeFile(join(folder, name, 'pyvenv.cfg'), 'home = /nowhere\n');
  };
  const waiting = () => thisMachine.processes({ variable: 'BAIUP_SERVICE', value: parkedMarker(folder) });

  beforeAll(async () => {
    ({ path: python, minor: line } = await anyPython(thisMachine));
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'baiup-parked-'));
    await Promise.all(['one', 'two'].map(makeEnvironment));
    await writeFile(inFolder('program.py'), program);
    await writeFile(inFolder('program.toml'), 'before');
    await describeWith({});
  });
  afterEach(async () => {
    await service().unpark();
    await service().stop('SIGINT', { timeoutMs: 0 });
    await rm(folder, { recursive: true, force: true });
  });

  return {
    service,
    inFolder,
    describeWith,
    waiting,
    folder: () => folder,
    /** Where the packages of the second environment lie. */
    site: () => siteOf('two'),
    request: () => ({
      environment: inFolder('two'),
      imports: ['wave', 'no.such.module'],
      distribution: 'pip',
      patience: 60,
      ...patience,
    }),
    turnToTwo: () => service().switchEnvironment(inFolder('two'), inFolder('one')),
    stop: () => service().stop('SIGINT', patience),
    pidFile: () => readFile(inFolder('program.pid'), 'utf8').catch(() => undefined),
    /** What a program prints that serves from the second environment. */
    serving: (said: string): string =>
      `serving from ${inFolder('two')} ${said} -f program.toml ${folder} __main__ program ${folder}`,
    signal: async (signal: NodeJS.Signals) =>
      thisMachine.signal(
        (await waiting()).map(({ pid }) => pid),
        signal,
      ),
    gone: () =>
      waitFor(async () => ((await waiting()).length === 0 ? true : undefined), {
        ...patience,
        everyMs: 10,
        what: 'its end',
      }),
  };
}
