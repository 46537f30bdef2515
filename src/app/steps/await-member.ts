import { memberNamed } from '../../core/cluster/member-named.ts';
import { componentNamed } from '../../core/components/index.ts';
import { BaiupError } from '../../lib/errors.ts';
import { shortList } from '../../lib/short-list.ts';
import { waitFor } from '../../lib/wait.ts';
import type { StepContext } from './context.ts';
import { endedNeeds } from './ended-needs.ts';
import { membersOf } from './members-of.ts';
import { refuseStranger } from './refuse-stranger.ts';

type Doors = Pick<StepContext, 'askMember' | 'inventory' | 'service' | 'signal' | 'strangers'>;

interface Awaited {
  readonly member: string;
  readonly version: string;
  readonly timeoutMs: number;
  /** Whether another member may still be started, where the awaited one answers through it; none unless told. */
  readonly mayStart?: (member: string) => boolean;
}

/** Milliseconds between two looks at a service that does not answer yet: each costs its host something. */
const lookEveryMs = 500;

/**
 * Waits until a member answers with a version. It ends at once where that cannot come any more: the member's process
 * has ended, or those of all members that it answers through; or somebody else answers in its place.
 */
export async function awaitMember(
  { member, version, timeoutMs, mayStart = () => false }: Awaited,
  context: Doors,
): Promise<void> {
  const needs = neededBy(member, context);
  const haveEnded = endedNeeds(needs, context, mayStart);
  let trouble: string | undefined;
  let stranger: unknown;
  let look = Number.NEGATIVE_INFINITY;
  const end = await waitFor(
    async () => {
      const answer = await context.askMember(member, 2000);
      if (answer.healthy && answer.version === version) return 'answered';
      trouble = answer.trouble ?? `it answers as ${answer.version}`;
      if (performance.now() - look < lookEveryMs) return undefined;
      look = performance.now();
      if (answer.healthy) {
        stranger = await refuseStranger(member, context).catch((error: unknown) => error);
        if (stranger !== undefined) return 'stranger';
      }
      if (!(await context.service(member).state()).active) return 'ended';
      return (await haveEnded()) ? 'alone' : undefined;
    },
    {
      timeoutMs,
      signal: context.signal,
      what: `${member} to answer as ${version}`,
      code: 'service.not-ready',
      trouble: () => trouble,
    },
  ).catch((error: unknown) => {
    if (!(error instanceof BaiupError)) throw error;
    throw notReady(error.message + (trouble ? ` (${trouble})` : ''), member);
  });
  if (stranger !== undefined) throw stranger;
  if (end === 'ended')
    throw notReady(
      `${member} was started, but its process ended; ${await lastWords(member, context)}`,
      member,
    );
  if (end === 'alone') {
    const [first = member] = needs;
    throw notReady(
      `${member} cannot answer as ${version} any more: it answers through ${shortList(needs)}, whose process has ended; ${await lastWords(first, context)}`,
      first,
    );
  }
}

function neededBy(member: string, { inventory }: Doors): string[] {
  const { answersThrough = [] } = componentNamed(memberNamed(inventory, member).component);
  return answersThrough.flatMap((name) => membersOf(inventory, name));
}

async function lastWords(member: string, { service }: Doors): Promise<string> {
  const tail = await service(member)
    .logTail(5)
    .catch(() => '');
  return `the log of ${member} ends with:\n${tail.trimEnd()}`;
}

function notReady(message: string, member: string): BaiupError {
  return new BaiupError('service.not-ready', message, {
    hint: `its log is kept with the run's evidence: ${member}.log`,
  });
}
