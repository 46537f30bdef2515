import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { atMost } from '../../../lib/at-most.ts';
import { knownOrMade } from '../../../lib/known-or-made.ts';
import { limiter } from '../../../lib/limiter.ts';
import { stableJson } from '../../../lib/stable-json.ts';
import { cacheFolder } from '../../hosts/cache-folder.ts';
import { perHost } from '../../hosts/per-host.ts';
import type { Host } from '../../hosts/port.ts';
import { anyPython, findPython } from '../interpreters.ts';
import { findUv } from '../uv.ts';
import { uvEnvironment } from '../uv-environment.ts';
import { lockedPackages } from './locked-packages.ts';
import { type StockedWheel, stockWheel } from './stock-wheel.ts';
import type { WheelSupply } from './wheel-supply.ts';
import { targetName, uvPlatform, type WheelTarget } from './wheel-target.ts';

/** What is to be installed, and how uv is to choose what that needs. */
export interface WheelsAsked {
  readonly requirements: readonly string[];
  readonly flags: readonly string[];
  /** What must not be chosen otherwise: `name==version`. */
  readonly constraints?: readonly string[];
}

/** Wheels that lie here and make an environment together, each with all that it needs. */
export interface Wheelhouse {
  /** Here. */
  readonly folder: string;
  readonly wheels: readonly StockedWheel[];
}

const kept = z.array(z.object({ requirement: z.string(), file: z.string(), sha256: z.string() }));

/** Files from an index at a time: an index is shared. */
const filesAtOnce = 6;

const known = perHost((_here: Host) => ({
  made: new Map<string, Promise<Wheelhouse>>(),
  inTurn: limiter(1),
}));

/** Only what builds need is chosen by these. */
const forBuilds = (flags: readonly string[]): readonly string[] => {
  const at = flags.indexOf('--exclude-newer');
  return at < 0 ? [] : flags.slice(at, at + 2);
};

async function chosen(
  { here }: WheelSupply,
  target: WheelTarget,
  { requirements, flags, constraints = [] }: WheelsAsked,
  signal: AbortSignal | undefined,
) {
  const python = findPython(here, target.python).catch(() => anyPython(here));
  const [uv, env, { path }] = await Promise.all([findUv(here), uvEnvironment(here), python]);
  const platform = ['--python-version', target.python, '--python-platform', uvPlatform(target)];
  const argv = [uv, 'pip', 'compile', '--quiet', '--format', 'pylock.toml', '--python', path] as const;
  const limits = await here.lend('constraints.txt', `${constraints.join('\n')}\n`);
  try {
    const { stdout } = await here.run({
      argv: [...argv, ...platform, ...flags, '--constraints', limits.path, '-'],
      env,
      input: `${requirements.join('\n')}\n`,
      timeoutMs: 600_000,
      ...(signal ? { signal } : {}),
    });
    return lockedPackages(stdout);
  } finally {
    await limits.takeBack();
  }
}

async function make(
  supply: WheelSupply,
  target: WheelTarget,
  asked: WheelsAsked,
  signal: AbortSignal | undefined,
): Promise<Wheelhouse> {
  const { here } = supply;
  const cache = await cacheFolder(here);
  const folder = join(cache, 'wheels', targetName(target));
  const name = createHash('sha256')
    .update(stableJson({ target, ...asked }))
    .digest('hex')
    .slice(0, 16);
  const record = join(cache, 'wheelhouses', `${name}.json`);
  const earlier = kept.safeParse(parsed(await here.readText(record))).data;
  const stands = earlier && (await atMost(filesAtOnce, earlier, ({ file }) => here.stat(join(folder, file))));
  if (earlier && stands?.every((each) => each !== undefined)) return { folder, wheels: earlier };
  await here.makeFolder(folder);
  const options = { supply, target, folder, flags: forBuilds(asked.flags), signal };
  const packages = await chosen(supply, target, asked, signal);
  const wheels = await atMost(filesAtOnce, packages, (each) => stockWheel(each, options));
  await here.writeText(record, `${JSON.stringify(wheels)}\n`);
  return { folder, wheels };
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

/**
 * The wheels of an environment, chosen, brought and built on the operator's machine: once, however many hosts ask.
 * @throws BaiupError `wheelhouse.*`, `index.*`, `command.failed` where nothing fits together
 */
export async function wheelhouse(
  supply: WheelSupply,
  target: WheelTarget,
  asked: WheelsAsked,
  signal?: AbortSignal,
): Promise<Wheelhouse> {
  const { made, inTurn } = known(supply.here);
  const key = stableJson({ target, ...asked });
  return knownOrMade(made, key, () => inTurn(() => make(supply, target, asked, signal)));
}
