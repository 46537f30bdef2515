import type { RunEvent } from './event.ts';
import type { Notice } from './notice.ts';

/** A notice that a hook may not have had, and the hook's name. */
export interface Untaken {
  readonly hook: string;
  readonly notice: Notice;
}

/**
 * What hooks may not have had of a run's events so far: whoever drove it was killed, or gave it up. The hooks are those
 * that were there when each happened.
 * @param notices of the run; it is left as it is after the last event
 */
export function untaken(events: readonly RunEvent[], notices: (event: RunEvent) => Notice[]): Untaken[] {
  const left = new Map<string, Untaken>();
  const key = (hook: string, id: string): string => `${hook} ${id}`;
  let hooks: readonly string[] = [];
  for (const event of events) {
    if (event.kind === 'run.started' || event.kind === 'run.resumed') hooks = event.hooks ?? [];
    if (event.kind === 'hook.told') left.delete(key(event.hook, event.notice));
    for (const notice of notices(event))
      for (const hook of hooks) left.set(key(hook, notice.id), { hook, notice });
  }
  return [...left.values()];
}
