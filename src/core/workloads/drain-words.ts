import { durationText } from '../../lib/duration.ts';
import type { Drain } from './drain.ts';

/** A drain and guards as an operator types them: `--drain end,batch=wait --drain-for 30m`. */
export function drainWords(drain: Drain | undefined, guards: readonly string[] = []): string[] {
  const guarded = guards.flatMap((each) => ['--guard', each]);
  if (!drain) return guarded;
  const { policy, kinds = {}, labels = {}, seconds } = drain;
  const own = [
    ...Object.entries(kinds).map(([kind, each]) => `${kind}=${each}`),
    ...Object.entries(labels).map(([label, each]) => `label:${label}=${each}`),
  ];
  return ['--drain', [policy, ...own].join(','), '--drain-for', durationText(seconds), ...guarded];
}
