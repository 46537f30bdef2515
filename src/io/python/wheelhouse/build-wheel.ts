import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { BaiupError, messageOf } from '../../../lib/errors.ts';
import type { Host } from '../../hosts/port.ts';
import { anyPython, findPython, type Interpreter } from '../interpreters.ts';
import { findUv } from '../uv.ts';
import { uvEnvironment } from '../uv-environment.ts';
import { readWheelTarget, targetText, type WheelTarget } from './wheel-target.ts';

interface Source {
  /** Path here. */
  readonly file: string;
  /** For a sentence: `netifaces 0.11.0`. */
  readonly what: string;
  /** A folder on the same disk as the place that the wheel goes to. */
  readonly beside: string;
  /** How uv is to choose what the build needs. */
  readonly flags: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

function cannot(what: string, target: WheelTarget, why: string): BaiupError {
  return new BaiupError(
    'wheelhouse.no-wheel',
    `${what} is published as source alone, and no wheel for ${targetText(target)} can be built on this machine: ${why}`,
    {
      hint: 'build the wheel on a machine like that host, and name its folder here: PIP_FIND_LINKS=/FOLDER',
      left: 'nothing was changed',
    },
  );
}

/** Compiled code runs with the libc that it was built with, or a newer one. */
function misfit(built: string, own: WheelTarget, target: WheelTarget): string | undefined {
  if (built.endsWith('-none-any.whl')) return undefined;
  if (own.python !== target.python) return `Python ${target.python} is not installed here`;
  if (own.machine !== target.machine) return `this machine is ${own.machine}`;
  if ((own.glibc === undefined) !== (target.glibc === undefined)) return 'its C library is another';
  if ((own.glibc ?? 0) > (target.glibc ?? 0)) return `its glibc 2.${own.glibc} is newer`;
  return undefined;
}

/** The Python that is asked for, else one that can at least build what has no compiled code. */
const builder = (here: Host, { python }: WheelTarget): Promise<Interpreter> =>
  findPython(here, python).catch(() => anyPython(here));

/**
 * Builds a wheel of a source distribution on this machine. @returns its path, in a folder of its own
 * @throws BaiupError `wheelhouse.no-wheel`
 */
export async function buildWheel(here: Host, target: WheelTarget, source: Source): Promise<string> {
  const { file, what, beside, flags, signal } = source;
  const [uv, env, interpreter] = await Promise.all([
    findUv(here),
    uvEnvironment(here),
    builder(here, target),
  ]);
  const folder = join(beside, `build-${randomUUID()}`);
  const into = ['--out-dir', folder, '--no-create-gitignore'];
  const argv = [
    uv,
    'build',
    '--quiet',
    '--wheel',
    '--python',
    interpreter.path,
    ...into,
    ...flags,
    file,
  ] as const;
  try {
    await here.run({ argv: [...argv], env, timeoutMs: 600_000, ...(signal ? { signal } : {}) });
    const [built] = (await here.list(folder)).filter((name) => name.endsWith('.whl'));
    const why =
      built === undefined
        ? 'its build makes none'
        : misfit(built, await readWheelTarget(here, interpreter.path), target);
    if (built === undefined || why !== undefined) throw cannot(what, target, String(why));
    return join(folder, built);
  } catch (error) {
    await here.remove(folder);
    signal?.throwIfAborted();
    throw error instanceof BaiupError && error.code === 'wheelhouse.no-wheel'
      ? error
      : cannot(what, target, messageOf(error));
  }
}
