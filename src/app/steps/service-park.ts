import { z } from 'zod';
import { componentNames } from '../../core/cluster/inventory.ts';
import { componentNamed } from '../../core/components/index.ts';
import { editSchema } from '../../core/configuration/edit.ts';
import { pipVersion } from '../../core/versions/pip-version.ts';
import type { Version } from '../../core/versions/version.ts';
import { wasCut } from '../../io/hosts/host-trouble.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import type { ParkedProgram } from '../../io/services/port.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from './context.ts';
import { hostOfFiles } from './host-of-files.ts';
import { withMemory } from './memory-for-parked.ts';
import type { Step } from './step.ts';
import { withPatchedCopy } from './with-patched-copy.ts';

const params = z.strictObject({
  hop: z.int().positive(),
  member: z.string(),
  component: z.enum(componentNames),
  version: z.string(),
  /** The environment that its service will be switched to. */
  environment: z.string(),
  config: z.string(),
  /** What will have been changed in the configuration when it goes on. */
  edits: z.array(editSchema).optional(),
  /** Bytes of memory that it takes while it waits. */
  memory: z.int().positive(),
});
type Params = z.infer<typeof params>;

/** Milliseconds in which a program must be ready: one that takes longer would not be there any sooner than another. */
const readyTimeoutMs = 90_000;

/** Seconds that it waits for its start, where the outage is not foreseen to take longer. */
const leastPatience = 1800;

/** It must outlive the stop, and end by itself some time after its driver was killed. */
async function patienceFor(hop: number, { foreseen }: StepContext): Promise<number> {
  const outage = await foreseen?.(hop);
  return Math.max(leastPatience, Math.ceil(3 * (outage?.predictedRange[1] ?? 0)));
}

/** A wheel tells its version as pip spells it. */
const asPip = (version: string): string => pipVersion(version as Version);

/** It must be the release, and have read the configuration, that are meant. */
function requireMeant({ version, config }: Params, parked: ParkedProgram, sha256: string | undefined): void {
  if (asPip(parked.version) !== asPip(version))
    throw new BaiupError(
      'service.not-parked',
      `${parked.environment} holds ${parked.version || 'no release'}`,
    );
  if (sha256 === undefined || !Object.values(parked.read).includes(sha256))
    throw new BaiupError('service.not-parked', `it reads another configuration than ${config}`);
}

async function parkOn(host: HostReader, given: Params, context: StepContext): Promise<void> {
  const { hop, member, component, environment, config } = given;
  const [distribution] = componentNamed(component).distributions;
  const patience = await patienceFor(hop, context);
  await withPatchedCopy(host, given, async (copy) => {
    const instead = copy === config ? undefined : { path: config, copy };
    const limits = { timeoutMs: readyTimeoutMs, signal: context.signal, patience };
    const imports = componentNamed(component).imports ?? [];
    const parked = await context
      .service(member)
      .park({ environment, instead, imports, distribution, ...limits });
    requireMeant(given, parked, await host.sha256(copy));
  });
}

async function parkIt(given: Params, context: StepContext): Promise<void> {
  const { inventory } = context;
  const host = hostOfFiles(given.member, context);
  await withMemory(host, { inventory, memory: given.memory }, () => parkOn(host, given, context));
}

/**
 * Starts a member's new program beside the old one, up to where it would connect and listen, and leaves it there: its
 * start only has to let it go on. A program that cannot wait so starts as usual, which is no failure.
 */
export const servicePark: Step<Params> = {
  kind: 'service.park',
  params,
  title: ({ member, component, version }) => `Park ${component} ${member} at ${version}, ready to start`,
  estimate: 4,
  transient: true,
  probe: async ({ member, environment }, { service }, attempted) => {
    // In this order: what goes on in between is seen to serve. What another run has left may end at any moment.
    const parked = await service(member).parked();
    if (attempted && parked?.environment === environment) return 'done';
    const { active, environment: now } = await service(member).state();
    return active && now === environment ? 'done' : 'todo';
  },
  apply: async (given, context) => {
    try {
      await parkIt(given, context);
      return { parked: true };
    } catch (error) {
      if (!(error instanceof BaiupError) || wasCut(error) || context.signal.aborted) throw error;
      await context.service(given.member).unpark();
      return { parked: false, why: error.message };
    }
  },
  verify: async () => undefined,
  member: ({ member }) => member,
  notUndone: ({ member, component, version }) =>
    `a program of ${component} ${member} may wait at ${version}; it serves nobody, and ends by itself`,
  undo: async ({ member }, { service }) => service(member).unpark(),
};
