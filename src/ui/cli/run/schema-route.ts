import { schemaRoute as answerRoute } from '../../../app/actions/schema-route.ts';
import { exitCode } from '../../../lib/errors.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { schemaRouteText } from '../views/schema-route.ts';

export async function schemaRoute(
  terminal: Terminal,
  _flags: CommonFlags,
  from: string,
  to: string,
): Promise<Outcome> {
  const answer = answerRoute(from, to);
  const { kind, run, fill, orphans, rejoinAt, why } = answer.route;
  return {
    json: { from: answer.from, to: answer.to, kind, run, fill, orphans, rejoinAt: rejoinAt ?? null, why },
    text: schemaRouteText(answer, terminal.paint),
    exit: kind === 'blocked' ? exitCode.refused : exitCode.done,
  };
}
