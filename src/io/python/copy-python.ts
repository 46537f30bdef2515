import { randomUUID } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { type HostPython, minorOf } from '../../core/cluster/host-python.ts';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import { cacheFolder } from '../hosts/cache-folder.ts';
import { hostTrouble } from '../hosts/host-trouble.ts';
import type { Host } from '../hosts/port.ts';
import { standaloneFolder } from './python-places.ts';

interface PythonCopy {
  readonly from: Host;
  readonly to: Host;
  /** The operator's machine, which all files go through. */
  readonly here: Host;
  readonly python: HostPython & { readonly folder: string };
}

const patienceMs = 300_000;
/** What needs libraries of its own, and what every component imports. */
const proof =
  'import ctypes, hashlib, ssl, sqlite3, venv, zlib; import sys; print("%d.%d.%d" % sys.version_info[:3])';

function unfit({ python, to, from }: PythonCopy, why: string): BaiupError {
  return new BaiupError(
    'python.not-copied',
    `Python ${python.version} of ${from.name} does not run on ${to.name}: ${why}`,
    {
      hint: `install Python ${minorOf(python)} on ${to.name}, with pyenv or your system's packages`,
      left: 'nothing of it is left there',
    },
  );
}

const archiveOn = async (host: Host, { version }: HostPython): Promise<string> =>
  join(await cacheFolder(host), 'pythons', `${version}-${randomUUID()}.tar`);

/** Packs it where it is, and brings it to the operator's machine. */
async function pack({ from, here, python }: PythonCopy, archive: string): Promise<string> {
  const draft = from === here ? archive : await archiveOn(from, python);
  await from.makeFolder(dirname(draft));
  try {
    const argv = ['tar', '--create', '--file', draft, '--directory', python.folder, '.'] as const;
    await from.run({ argv: [...argv], timeoutMs: patienceMs });
    if (from !== here) await from.download(draft, archive);
    return (await here.sha256(archive)) ?? '';
  } finally {
    if (from !== here) await from.remove(draft);
  }
}

async function unpack(copy: PythonCopy, archive: string, draft: string): Promise<void> {
  const { to, python } = copy;
  await to.makeFolder(draft);
  const argv = ['tar', '--extract', '--no-same-owner', '--file', archive, '--directory', draft] as const;
  await to.run({ argv: [...argv], timeoutMs: patienceMs });
  const program = join(draft, 'bin', basename(python.path));
  const said = await to.ask({ argv: [program, '-I', '-c', proof], timeoutMs: 60_000 });
  if (said.exitCode !== 0 || said.stdout.trim() !== python.version)
    throw unfit(copy, said.stderr.trim().split('\n').at(-1) || `it says that it is ${said.stdout.trim()}`);
}

/**
 * Copies a standalone Python to where the vendor's installers put one, and lets it run there. One that stands is left
 * alone. @returns the folder that it has there
 * @throws BaiupError `python.not-copied`, `host.*`
 */
export async function copyPython(copy: PythonCopy): Promise<string> {
  const { to, here, python } = copy;
  const place = join(standaloneFolder((await to.facts()).variables), python.version);
  if (await to.stat(join(place, 'bin', basename(python.path)))) return place;
  const [archive, sent] = [await archiveOn(here, python), await archiveOn(to, python)];
  const draft = `${place}.${randomUUID()}`;
  try {
    const sha256 = await pack(copy, archive);
    const arrived = await to.upload(archive, sent);
    if (arrived.sha256 !== sha256) throw unfit(copy, 'its files were changed on their way');
    await unpack(copy, sent, draft);
    await to.move(draft, place);
    return place;
  } catch (error) {
    if (error instanceof BaiupError && (error.code === 'python.not-copied' || hostTrouble(error)))
      throw error;
    throw unfit(copy, messageOf(error));
  } finally {
    await here.remove(archive);
    await to.remove(sent).catch(() => undefined);
    await to.remove(draft).catch(() => undefined);
  }
}
