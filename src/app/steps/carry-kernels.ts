import { memberNamed } from '../../core/cluster/member-named.ts';
import { componentNamed } from '../../core/components/index.ts';
import { rebuildsRegistry } from '../../core/components/kernel-registry.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from './context.ts';
import type { FilesParams } from './files-params.ts';
import { hostOfFiles } from './host-of-files.ts';
import { type RegistryLocation, readRegistries, writtenRegistry } from './kernel-registry.ts';

/** A stopped member between two releases. */
type Turn = Pick<FilesParams, 'member' | 'locations' | 'from' | 'to'>;

/** Where a member keeps its kernels; undefined for one that has none. */
export function registryLocation(
  { member, locations }: Turn,
  context: StepContext,
): RegistryLocation | undefined {
  const { component, agent, service } = memberNamed(context.inventory, member);
  const { kernels } = componentNamed(component);
  const folder = kernels && locations[kernels.location];
  if (!agent || !kernels || folder === undefined) return undefined;
  const named = service?.kind === 'systemd' ? [service.environment] : [];
  return { host: hostOfFiles(member, context), folder, agent: agent.id, kernels, named };
}

async function refuseToForget(turn: Turn, location: RegistryLocation, context: StepContext): Promise<void> {
  if (rebuildsRegistry(location.kernels, parseVersion(turn.from.version))) return;
  const running = await context.database.kernelsOn(location.agent);
  if (running.length === 0) return;
  throw new BaiupError(
    'kernels.no-registry',
    `${turn.member} left no file of its kernels in ${location.folder} on ${location.host.name}, but the database says that ${running.length} of them run: started without it, an agent ends them all`,
    {
      hint: `see that agent.varBase of ${turn.member} in cluster.yaml is the agent's own var-base-path, and that the agent may write there`,
    },
  );
}

/**
 * Gives the next release the kernels of the stopped one. An agent that starts without its file ends every container
 * that it finds.
 * @throws BaiupError `kernels.no-registry` where kernels run and the stopped agent left no file
 */
export async function carryKernels(turn: Turn, context: StepContext): Promise<void> {
  const location = registryLocation(turn, context);
  if (!location) return;
  const { host } = location;
  const source = await writtenRegistry(location, turn.from);
  const targets = await readRegistries(location, turn.to);
  if (source === undefined) {
    await refuseToForget(turn, location, context);
    // Of an earlier time: its kernels are gone.
    for (const target of targets) await host.remove(target);
  } else {
    for (const target of targets) if (target !== source) await host.copy(source, target);
  }
}

/** The files that the next release may read its kernels from, without the very one that the last one wrote. */
export async function carriedCopies(turn: Turn, context: StepContext): Promise<readonly string[]> {
  const location = registryLocation(turn, context);
  if (!location) return [];
  const source = await writtenRegistry(location, turn.from);
  return (await readRegistries(location, turn.to)).filter((target) => target !== source);
}

/** Whether the next release finds the kernels that the last one left. */
export async function isCarried(turn: Turn, context: StepContext): Promise<boolean> {
  const location = registryLocation(turn, context);
  if (!location) return true;
  const [source, targets] = await Promise.all([
    writtenRegistry(location, turn.from),
    readRegistries(location, turn.to),
  ]);
  const left = source && (await location.host.sha256(source));
  const found = await Promise.all(targets.map((target) => location.host.sha256(target)));
  return found.every((each) => each === left);
}

/** @throws BaiupError `kernels.not-carried` */
export async function checkCarried(turn: Turn, context: StepContext): Promise<void> {
  if (await isCarried(turn, context)) return;
  const copies = await carriedCopies(turn, context);
  throw new BaiupError(
    'kernels.not-carried',
    `${copies.join(' or ')} is not what ${turn.member} left of its kernels`,
    { hint: 'find out which process writes to it: the agent that owns it is stopped' },
  );
}
