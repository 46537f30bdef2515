import type { PlannedHop } from '../../core/plan/plan.ts';
import type { HopDraft } from './draft.ts';

const kinds = ['blocked', 'rejoin', 'fill', 'upgrade', 'none'] as const;

/** The routes of all legs of an outage as one route; its kind is the most careful one among them. */
export function wholeRoute({ legs }: HopDraft): PlannedHop['route'] {
  const [first, ...rest] = legs;
  if (rest.length === 0) return first.route;
  const routes = legs.map(({ route }) => route);
  const kind = kinds.find((each) => routes.some((route) => route.kind === each)) ?? 'none';
  const why = legs.map(({ to, route }) => `${to.version}: ${route.why}`).join('; ');
  return {
    kind,
    run: routes.flatMap(({ run }) => run),
    fill: routes.flatMap(({ fill }) => fill),
    orphans: routes.flatMap(({ orphans }) => orphans),
    why,
  };
}
