import { BaiupError } from '../../lib/errors.ts';
import { shortList } from '../../lib/short-list.ts';
import type { StepContext } from './context.ts';

/**
 * A guarded session may have begun since the run was begun. Nothing begins any more while sessions are drained, so that
 * none can come after this look.
 * @throws BaiupError `workloads.guarded` where nobody has accepted it
 */
export async function refuseGuarded({ guarded }: Pick<StepContext, 'guarded'>): Promise<void> {
  const found = (await guarded?.()) ?? [];
  const [first] = found;
  if (!first) return;
  throw new BaiupError('workloads.guarded', shortList(found.map(({ summary }) => summary)), {
    left: 'no session was ended, and nothing was stopped; what was frozen is given back',
    ...(first.hint === undefined ? {} : { hint: first.hint }),
  });
}
