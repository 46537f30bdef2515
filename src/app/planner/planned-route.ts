import type { PlannedHop } from '../../core/plan/plan.ts';
import type { Route } from '../../core/schema/route.ts';

/** A route as a plan keeps it. */
export function plannedRoute({ kind, run, fill, orphans, rejoinAt, why }: Route): PlannedHop['route'] {
  const plain = { kind, run: [...run], fill: [...fill], orphans: [...orphans], why };
  return rejoinAt === undefined ? plain : { ...plain, rejoinAt };
}
