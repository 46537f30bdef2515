import type { Hop } from './path.ts';

/** Whether a hop's route keeps all data; a way without a rejoin is preferred however many hops it takes. */
export function keepsData({ route }: Pick<Hop, 'route'>): boolean {
  return route.kind !== 'rejoin';
}
