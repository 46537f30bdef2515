import type { Inventory, Member } from '../../core/cluster/inventory.ts';
import { memberNamed } from '../../core/cluster/member-named.ts';
import { namesLike } from '../../core/components/host-files.ts';
import { componentNamed } from '../../core/components/index.ts';
import type { Host } from '../../io/hosts/port.ts';
import { remembered } from '../../lib/remembered.ts';
import { registryLocation } from './carry-kernels.ts';
import type { StepContext } from './context.ts';
import type { FilesParams } from './files-params.ts';
import { type FoundFile, findFiles, locationOf } from './find-files.ts';
import { hostOfFiles } from './host-of-files.ts';
import { registryNames } from './kernel-registry.ts';

const placeOfAgent = ({ host, agent }: Member): string => `${host} ${agent?.varBase ?? ''}`;

/** Members by their host and their folder of kernels. */
const sharing = remembered(({ components }: Inventory) => Map.groupBy(components, placeOfAgent));

/** The names of files of kernels that are the member's own, where another agent of its host has the same folder. */
async function ownNames(turn: FilesParams, context: StepContext): Promise<ReadonlySet<string> | undefined> {
  const location = registryLocation(turn, context);
  if (!location) return undefined;
  const beside = sharing(context.inventory).get(placeOfAgent(memberNamed(context.inventory, turn.member)));
  if (beside === undefined || beside.length < 2) return undefined;
  const names = await Promise.all([turn.from, turn.to].map((each) => registryNames(location, each)));
  return new Set(names.flat());
}

/** What lies there of a member's files that are put back when the upgrade is taken back. */
export async function filesOfMember(
  given: FilesParams,
  context: StepContext,
): Promise<{ readonly host: Host; readonly found: readonly FoundFile[] }> {
  const host = hostOfFiles(given.member, context);
  const own = await ownNames(given, context);
  const { kernels } = componentNamed(given.component);
  const isRegistry = (name: string): boolean => kernels !== undefined && namesLike(kernels.file).test(name);
  const found = await findFiles(host, given.component, given.locations, 'restore');
  const isOwn = ({ name }: FoundFile): boolean => !own || !isRegistry(name) || own.has(name);
  return { host, found: found.filter(isOwn) };
}

/** The folder on the member's host that holds what is kept of its files, beside the first of them. */
export function keepFolder({ hop, member, component, locations }: FilesParams, { run }: StepContext): string {
  const first = componentNamed(component).hostFiles.find(({ back }) => back === 'restore');
  const beside = first && locations[locationOf(first)];
  return `${beside ?? ''}/.baiup/${run}/hop-${hop}.${member}`;
}
