import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { thisMachine } from '../hosts/this-machine.ts';
import { anyPython } from '../python/interpreters.ts';
import { parkingContract } from './parking-contract.ts';
import { processService } from './process.ts';
import { describeService, processContract } from './process-contract.ts';

const program = `
import os, signal, sys, time
stubborn = "stubborn" in sys.argv
open("program.toml").close()
if os.fork() == 0:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    main = os.getppid()
    while stubborn or os.getppid() == main or os.path.exists("survive"):
        time.sleep(0.02)
    os._exit(0)
signal.signal(signal.SIGINT, signal.SIG_IGN if stubborn else lambda *_: sys.exit(0))
print("serving from", sys.prefix, flush=True)
while True:
    time.sleep(0.02)
`;

let python: string;
let folder: string;
beforeAll(async () => {
  python = (await anyPython(thisMachine)).path;
});

async function environment(name: string): Promise<void> {
  await mkdir(join(folder, name, 'bin'), { recursive: true });
  await symlink(python, join(folder, name, 'bin', 'python'));
  await writeFile(join(folder, name, 'pyvenv.cfg'), 'home = /nowhere\n');
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-service-'));
  await Promise.all(['one', 'two'].map(environment));
  await writeFile(join(folder, 'program.py'), program);
  await writeFile(join(folder, 'program.toml'), '');
});

afterEach(async () => {
  await processService(thisMachine, folder).unpark();
  await processService(thisMachine, folder).stop('SIGINT', { timeoutMs: 0 });
  await rm(folder, { recursive: true, force: true });
});

describe('a plain process of this machine', () => {
  processContract(() => ({
    host: thisMachine,
    folder,
    environments: [join(folder, 'one'), join(folder, 'two')],
  }));
  parkingContract(async () => {
    const environments = [join(folder, 'one'), join(folder, 'two')] as const;
    await describeService({ host: thisMachine, folder, environments });
    return { service: processService(thisMachine, folder), environments };
  });
});
