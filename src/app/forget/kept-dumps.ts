import { join } from 'node:path';
import { bytesBelow } from '../../io/hosts/bytes-below.ts';
import type { Host } from '../../io/hosts/port.ts';
import type { RunReader } from '../../io/journal/port.ts';
import type { WholeRun } from '../records/known-run.ts';
import { runDumps } from '../records/run-dumps.ts';
import type { StepContext } from '../steps/context.ts';
import type { Removable } from './kept.ts';

/** Of a run's own folder all that only going back needs; what tells of the run stays. */
const captures =
  /^hop-\d+\..*(\.dump|access\.json|etcd\.json|registries\.json|\.configuration|\.patched)$|\.aside\.json$/;

async function removable(what: 'dump' | 'captures', host: Host, name: string): Promise<Removable> {
  const bytes = await bytesBelow(host, name);
  return { what, host: host.name, name, bytes, remove: () => host.remove(name) };
}

/** Dumps that hosts of the cluster keep. */
export async function keptDumpsAway(run: WholeRun, context: StepContext): Promise<Removable[]> {
  const away = runDumps(run).flatMap(({ host, path }) => (host === undefined ? [] : [{ host, path }]));
  const found = away.map(async ({ host: name, path }) => {
    const host = context.host(name);
    return (await host.stat(path)) ? [await removable('dump', host, path)] : [];
  });
  return (await Promise.all(found)).flat();
}

/** What lies in the run's own folder. A database is known by a note there, so that is removed after the database. */
export async function keptInFolder(
  run: Pick<RunReader, 'folder' | 'names'>,
  here: Host,
): Promise<Removable[]> {
  const names = (await run.names()).filter((name) => captures.test(name));
  const isNote = (name: string): number => (name.endsWith('.aside.json') ? 1 : 0);
  const sorted = names.toSorted((one, other) => isNote(one) - isNote(other));
  return Promise.all(
    sorted.map((name) =>
      removable(name.endsWith('.dump') ? 'dump' : 'captures', here, join(run.folder, name)),
    ),
  );
}
