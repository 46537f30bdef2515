import type { Settled } from '../../core/run/lost-session.ts';
import { atMost } from '../../lib/at-most.ts';
import { messageOf } from '../../lib/errors.ts';
import type { StepContext } from '../steps/context.ts';
import type { AnyStep } from '../steps/step.ts';
import type { Tell } from './carry-out.ts';
import type { Drive } from './port.ts';
import type { StepBack, WayBack } from './way-back.ts';

type Hook = (
  step: AnyStep,
) => ((params: unknown, context: StepContext) => Promise<Settled | undefined>) | undefined;

const atOnce = 16;

/** Asks steps about sessions and writes the answers into the journal, failures too. It never blocks going back. */
async function tellOf(hook: Hook, steps: readonly StepBack[], drive: Drive, tell: Tell): Promise<void> {
  const asked = steps.filter(({ step, overwritten }) => hook(step) && !overwritten);
  const found = await atMost(atOnce, asked, ({ step, params }) =>
    (hook(step)?.(params, drive.context) ?? Promise.resolve(undefined)).catch(
      (error: unknown): Settled => ({ givenUp: [], endedSince: [], trouble: messageOf(error) }),
    ),
  );
  for (const each of found) if (each) await tell({ kind: 'sessions.settled', ...each });
}

/**
 * Before anything is undone: ends the sessions that going back gives up, and reports them, if a member of the newer
 * release was started.
 */
export async function giveUp({ steps, pending }: WayBack, drive: Drive, tell: Tell): Promise<void> {
  const left = [...pending].flatMap((id) => steps.get(id) ?? []);
  if (!left.some(({ step }) => step.service === 'starting')) return;
  await tellOf(({ givesUp }) => givesUp, left, drive, tell);
}

/** Once all is back. */
export function settle({ steps }: WayBack, drive: Drive, tell: Tell): Promise<void> {
  return tellOf(({ settles }) => settles, [...steps.values()], drive, tell);
}
