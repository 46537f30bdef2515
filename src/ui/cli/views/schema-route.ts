import type { SchemaRouteAnswer } from '../../../app/actions/schema-route.ts';
import type { Paint } from '../paint.ts';
import { findingLines } from './findings.ts';

const perLine = 6;

function listed(title: string, revisions: readonly string[]): string[] {
  if (revisions.length === 0) return [];
  const rows = Array.from({ length: Math.ceil(revisions.length / perLine) }, (_, row) =>
    revisions.slice(row * perLine, (row + 1) * perLine).join(' '),
  );
  return rows.map(
    (row, index) => `  ${(index === 0 ? `${title} ${revisions.length}` : '').padEnd(14)} ${row}`,
  );
}

/** A database route as an operator reads it: its kind and why, then the revisions in order. */
export function schemaRouteText({ from, to, route, findings }: SchemaRouteAnswer, paint: Paint): string {
  const style = route.kind === 'blocked' ? 'red' : 'bold';
  return [
    `${from} → ${to}   database: ${paint(style, route.kind)}`,
    `  ${route.why}`,
    '',
    ...listed('run', route.run),
    ...listed('of them fill', route.fill),
    ...listed('orphans', route.orphans),
    ...(route.rejoinAt === undefined ? [] : [`  ${'rejoin at'.padEnd(14)} ${route.rejoinAt}`]),
    ...(findings.length > 0 ? ['', ...findingLines(findings)] : []),
  ]
    .join('\n')
    .trimEnd();
}
