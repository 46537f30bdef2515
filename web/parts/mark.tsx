import type { HostState } from './host-state.ts';
import type { Standing } from './tally.ts';

type Marked = HostState | Standing | 'blocker' | 'warning' | 'info';

/** A sign and a word for each state: none is told by colour alone. */
export const signs: Readonly<Record<Marked, readonly [sign: string, says: string]>> = {
  failed: ['✗', 'failed'],
  postponed: ['!', 'postponed'],
  waiting: ['?', 'waits for approval'],
  down: ['▼', 'service down'],
  moving: ['▸', 'under way'],
  undone: ['↶', 'taken back'],
  part: ['◐', 'in part'],
  todo: ['·', 'to do'],
  done: ['✓', 'done'],
  blocker: ['✗', 'blocker'],
  warning: ['!', 'warning'],
  info: ['·', 'remark'],
};

export function Mark({ of }: { readonly of: Marked }) {
  const [sign, says] = signs[of];
  return (
    <span class={`mark m-${of}`}>
      <span aria-hidden="true">{sign}</span>
      <span class="heard">{says}: </span>
    </span>
  );
}
