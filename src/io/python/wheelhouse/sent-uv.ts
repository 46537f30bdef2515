import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { knownOrMade } from '../../../lib/known-or-made.ts';
import { cacheFolder } from '../../hosts/cache-folder.ts';
import { perHost } from '../../hosts/per-host.ts';
import type { Host } from '../../hosts/port.ts';
import { anyPython } from '../interpreters.ts';
import { findUv } from '../uv.ts';
import { uvEnvironment } from '../uv-environment.ts';

const perMachine = perHost((_here: Host) => new Map<string, Promise<string>>());

/** One that is linked with nothing of its system runs on every Linux. */
async function bring(here: Host, machine: string): Promise<string> {
  const folder = join(await cacheFolder(here), 'programs', `uv-${machine}`);
  const program = join(folder, 'bin', 'uv');
  if (await here.stat(program)) return program;
  const draft = `${folder}.${randomUUID()}`;
  const [uv, env, { path }] = await Promise.all([findUv(here), uvEnvironment(here), anyPython(here)]);
  const what = ['--no-deps', '--only-binary', ':all:', '--python-platform', `${machine}-unknown-linux-musl`];
  await here.makeFolder(dirname(folder));
  try {
    const argv = [
      uv,
      'pip',
      'install',
      '--quiet',
      '--python',
      path,
      '--target',
      draft,
      ...what,
      'uv',
    ] as const;
    await here.run({ argv: [...argv], env, timeoutMs: 300_000 });
    // Another run may have been quicker: its copy is as good.
    await here.move(draft, folder).catch(async (error: unknown) => {
      if (!(await here.stat(program))) throw error;
    });
    return program;
  } finally {
    await here.remove(draft);
  }
}

const uvHere = (here: Host, machine: string): Promise<string> =>
  knownOrMade(perMachine(here), machine, () => bring(here, machine));

async function send(host: Host, here: Host): Promise<string> {
  const { stdout } = await host.ask({ argv: ['uname', '-m'], timeoutMs: 10_000 });
  const program = await uvHere(here, stdout.trim());
  const place = join(await cacheFolder(host), 'programs', 'uv');
  const [own, there] = await Promise.all([here.sha256(program), host.sha256(place)]);
  if (own === there) return place;
  const draft = `${place}.${randomUUID()}`;
  await host.upload(program, draft);
  await host.run({ argv: ['chmod', '700', draft], timeoutMs: 10_000 });
  await host.move(draft, place);
  return place;
}

const sent = perHost((_host: Host) => new WeakMap<Host, Promise<string>>());

/** A uv on a host that has no way to an index: sent there. */
export const sentUv = (host: Host, here: Host): Promise<string> =>
  knownOrMade(sent(host), here, () => send(host, here));
