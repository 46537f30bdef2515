import type { Hop } from './path.ts';

/**
 * Hops that went through on real packages, a real database with the release's own example data, by the route named,
 * each revision in its own transaction. What they prove is the migration of such data, no more.
 */
const trials: readonly (readonly [from: string, to: string, route: Hop['route']['kind']])[] = [
  ['23.03.12', '23.09.0', 'upgrade'],
  ['23.09.10', '24.03.0', 'fill'],
  ['23.09.10', '24.03.11', 'fill'],
  ['24.03.11', '24.09.14', 'fill'],
  ['24.09.14', '25.02.0', 'fill'],
  ['25.01.1', '25.02.0', 'upgrade'],
  ['25.02.0', '25.15.12', 'upgrade'],
  ['25.05.2', '25.06.17', 'upgrade'],
  ['25.15.12', '25.19.2', 'upgrade'],
  ['25.19.2', '26.02.5', 'upgrade'],
  ['26.02.5', '26.03.3', 'upgrade'],
  ['26.03.3', '26.04.16', 'fill'],
  ['26.04.16', '26.09.6', 'upgrade'],
];

/** What a recorded trial says of a hop; undefined where there is none. */
export function trialOf({ from, to, route }: Pick<Hop, 'from' | 'to' | 'route'>): string | undefined {
  const found = trials.some((each) => each[0] === from && each[1] === to && each[2] === route.kind);
  return found ? 'its migration went through in a recorded trial on example data' : undefined;
}
