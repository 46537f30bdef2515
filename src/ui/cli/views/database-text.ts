import type { Hop } from '../../../core/path/path.ts';

/** "16 revisions, fill: `alembic upgrade head` would skip 6 of them in silence". */
export function databaseText({ route }: Pick<Hop, 'route'>): string {
  const { run, fill, kind } = route;
  const revisions = `${run.length} revision${run.length === 1 ? '' : 's'}`;
  switch (kind) {
    case 'none':
      return 'no change';
    case 'upgrade':
      return `${revisions}, upgrade`;
    case 'fill':
      return fill.length > 0
        ? `${revisions}, fill: \`alembic upgrade head\` would skip ${fill.length} of them in silence`
        : `${revisions}, fill: ${route.why}`;
    case 'rejoin':
      return `back to ${route.rejoinAt}, then ${revisions}, rejoin`;
    case 'blocked':
      return `blocked: ${route.why}`;
    default:
      return kind satisfies never;
  }
}
