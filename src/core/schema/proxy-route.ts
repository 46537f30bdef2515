import type { Release } from '../catalog/release.ts';
import { graphOf } from './graph.ts';
import { type Route, routeFrom } from './route.ts';

function blocked(why: string): Route {
  return { kind: 'blocked', run: [], fill: [], orphans: [], why };
}

/**
 * The route of an app-proxy coordinator's own database between two releases.
 * @param applied rows of its `alembic_version`
 */
export function proxyRoute(
  applied: readonly string[],
  source: Release | undefined,
  target: Release | undefined,
): Route {
  if (!target?.proxySchema)
    return blocked("the catalog does not know the history of the target's coordinator");
  if (!source?.proxySchema)
    return blocked('the catalog does not know the history of the coordinator that it was made with');
  return routeFrom(
    { applied, graph: graphOf({ schema: source.proxySchema }) },
    graphOf({ schema: target.proxySchema }),
  );
}
