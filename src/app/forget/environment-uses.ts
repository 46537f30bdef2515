import type { Inventory } from '../../core/cluster/inventory.ts';
import { onHost } from '../../core/cluster/on-host.ts';
import type { Host } from '../../io/hosts/port.ts';
import { processesIn } from '../../io/hosts/processes-in.ts';
import { messageOf } from '../../lib/errors.ts';
import { shortList } from '../../lib/short-list.ts';
import { type Candidate, placeOf } from './environment-candidates.ts';

/** Who needs environments, as far as it is known without looking at one. */
export interface EnvironmentUses {
  /** Those that services start from. */
  readonly served: ReadonlySet<string>;
  /** Those that another run would go back to, and which. */
  readonly back: ReadonlyMap<string, string>;
  /** What containers of a host have mounted; a sentence where nobody can tell. */
  readonly mounted: (host: string) => Promise<readonly string[] | string>;
}

interface Doors {
  readonly uses: EnvironmentUses;
  readonly host: Host;
  readonly inventory: Inventory;
}

const isBelow = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** Files of a member that lie in a folder, in words. */
function filesIn({ path, host }: Candidate, { components }: Inventory): string | undefined {
  const found = onHost(components, host).find(({ workdir, config }) =>
    [workdir, config].some((each) => isBelow(each, path)),
  );
  return found && `files of ${found.component} ${found.id} lie in it`;
}

async function mountedOf({ path, host }: Candidate, uses: EnvironmentUses): Promise<string | undefined> {
  const mounted = await uses.mounted(host);
  if (typeof mounted === 'string') return mounted;
  return mounted.some((each) => isBelow(each, path)) ? 'containers have files of it mounted' : undefined;
}

async function whyOf(candidate: Candidate, { uses, host, inventory }: Doors): Promise<string | undefined> {
  const { path } = candidate;
  if (!(await host.stat(`${path}/pyvenv.cfg`))) return 'it is no environment of Python';
  const held =
    uses.back.get(placeOf(candidate)) ?? filesIn(candidate, inventory) ?? (await mountedOf(candidate, uses));
  if (held !== undefined) return held;
  const pids = await processesIn(host, path);
  if (pids.length === 0) return undefined;
  return `${pids.length === 1 ? 'process' : 'processes'} ${shortList(pids.map(String))} of ${host.name} ${pids.length === 1 ? 'uses' : 'use'} it`;
}

/** Why an environment cannot go; undefined where nobody needs it. What cannot be looked at stays. */
export const whyUsed = (candidate: Candidate, doors: Doors): Promise<string | undefined> =>
  whyOf(candidate, doors).catch((error: unknown) => `nobody can tell who uses it: ${messageOf(error)}`);
