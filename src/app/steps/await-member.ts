import { BaiupError } from '../../lib/errors.ts';
import { waitFor } from '../../lib/wait.ts';
import type { StepContext } from './context.ts';

/** Milliseconds between two looks at a service that does not answer yet: each costs its host something. */
const lookEveryMs = 500;

/** Waits until a member answers with a version; a service that has died meanwhile ends the wait at once. */
export async function awaitMember(
  member: string,
  version: string,
  timeoutMs: number,
  context: Pick<StepContext, 'askMember' | 'service' | 'signal'>,
): Promise<void> {
  let trouble: string | undefined;
  let look = Number.NEGATIVE_INFINITY;
  const died = await waitFor(
    async () => {
      const answer = await context.askMember(member, 2000);
      if (answer.healthy && answer.version === version) return false;
      trouble = answer.trouble ?? `it answers as ${answer.version}`;
      if (performance.now() - look < lookEveryMs) return undefined;
      look = performance.now();
      return (await context.service(member).state()).active ? undefined : true;
    },
    {
      timeoutMs,
      signal: context.signal,
      what: `${member} to answer as ${version}`,
      code: 'service.not-ready',
    },
  ).catch((error: unknown) => {
    if (!(error instanceof BaiupError)) throw error;
    throw notReady(error.message + (trouble ? ` (${trouble})` : ''), member);
  });
  if (died) {
    const tail = await context.service(member).logTail(5);
    throw notReady(
      `${member} was started, but its process ended; its log ends with:\n${tail.trimEnd()}`,
      member,
    );
  }
}

function notReady(message: string, member: string): BaiupError {
  return new BaiupError('service.not-ready', message, {
    hint: `its log is kept with the run's evidence: ${member}.log`,
  });
}
