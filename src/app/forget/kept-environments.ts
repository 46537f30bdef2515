import { bytesBelow } from '../../io/hosts/bytes-below.ts';
import { linksBeside } from '../../io/hosts/links-beside.ts';
import type { Host } from '../../io/hosts/port.ts';
import { atMost } from '../../lib/at-most.ts';
import type { StepContext } from '../steps/context.ts';
import { hostOfFiles } from '../steps/host-of-files.ts';
import { type Candidate, placeOf } from './environment-candidates.ts';
import { type EnvironmentUses, whyUsed } from './environment-uses.ts';
import type { Removable } from './kept.ts';

const atOnce = 4;

const linkAt = (host: Host, name: string): Removable => ({
  ...{ what: 'link', host: host.name, name, bytes: 0 },
  remove: () => host.remove(name),
});

/** A link to what is removed leads nowhere: it goes first, so that a run that is cut leaves no such link. */
async function environmentAt(
  host: Host,
  { path }: Candidate,
  stays: string | undefined,
  ours: readonly string[],
): Promise<Removable[]> {
  const environment: Removable = {
    ...{ what: 'environment', host: host.name, name: path, bytes: await bytesBelow(host, path) },
    ...(stays === undefined ? {} : { stays }),
    remove: () => host.remove(path),
  };
  if (stays !== undefined) return [environment];
  return [...ours.map((name) => linkAt(host, name)), environment];
}

async function keptAt(
  candidate: Candidate,
  uses: EnvironmentUses,
  names: ReadonlySet<string>,
  context: StepContext,
): Promise<Removable[]> {
  const { path, member } = candidate;
  if (uses.served.has(placeOf(candidate))) return [];
  const host = hostOfFiles(member, context);
  const found = await host.stat(path);
  if ((await host.readLink(path)) !== undefined) return found ? [] : [linkAt(host, path)];
  if (found?.kind !== 'folder') return [];
  const links = await linksBeside(host, path);
  const isOurs = (link: string): boolean => names.has(placeOf({ host: host.name, path: link }));
  const others = links.filter((link) => !isOurs(link));
  const stays =
    others.length > 0
      ? `${others.join(', ')} leads to it`
      : await whyUsed(candidate, { uses, host, inventory: context.inventory });
  return environmentAt(host, candidate, stays, links.filter(isOurs));
}

/**
 * Environments that a run has made or come from, and links of its own to them. Those that services start from are none of
 * it; of what is in use otherwise it says by whom.
 */
export async function keptEnvironments(
  candidates: readonly Candidate[],
  uses: EnvironmentUses,
  context: StepContext,
): Promise<Removable[]> {
  const names = new Set(candidates.map(placeOf));
  const found = await atMost(atOnce, candidates, (each) => keptAt(each, uses, names, context));
  return found.flat();
}
