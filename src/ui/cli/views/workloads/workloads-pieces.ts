import type { WorkloadsAnswer } from '../../../../app/actions/workloads.ts';
import type { FatedSession } from '../../../../core/workloads/fate.ts';
import { sessionStage } from '../../../../core/workloads/session-stage.ts';
import { visibleJson } from '../../../../lib/visible.ts';
import { csvLine, sessionColumns, sessionLine } from './csv.ts';
import { tally } from './tally.ts';

/** The version of the documents' shape: keys may be added in one version, never taken away. */
const version = 1;

/** What a document begins with. */
export function headOf({
  cluster,
  at,
  from,
  version: release,
  why,
}: WorkloadsAnswer): Record<string, unknown> {
  return {
    ...{ version, cluster, at: new Date(at).toISOString(), from },
    ...(release === undefined ? {} : { release }),
    ...(why ? { why: { code: why.code, message: why.message, hint: why.hint } } : {}),
  };
}

/** A session as documents have it. @param at milliseconds since the epoch: when it was so */
function sessionRecord({ created, ...session }: FatedSession, at: number): Record<string, unknown> {
  return {
    ...session,
    created: created === undefined ? null : new Date(created).toISOString(),
    ageSeconds: created === undefined ? null : Math.max(0, Math.round((at - created) / 1000)),
  };
}

/** One document. Sessions that wait come last, so `sessions` is closed when the first of them comes. */
export async function* jsonPieces(answer: WorkloadsAnswer): AsyncIterable<string> {
  const { at, endpoints, agents, folders = null, tasks = null, uploads = null } = answer;
  const counted = tally();
  const lists = { sessions: 0, pending: 0 };
  let open: keyof typeof lists = 'sessions';
  yield `${JSON.stringify(headOf(answer)).slice(0, -1)},\n"sessions":[`;
  for await (const batch of answer.sessions()) {
    let text = '';
    counted.add(batch);
    for (const session of batch) {
      if (open === 'sessions' && sessionStage(session.status) === 'waiting') {
        open = 'pending';
        text += '],\n"pending":[';
      }
      text += `${lists[open] > 0 ? ',' : ''}\n${visibleJson(sessionRecord(session, at))}`;
      lists[open] += 1;
    }
    yield text;
  }
  const rest = { endpoints, agents, folders, tasks, uploads, totals: counted.totals() };
  yield `${open === 'sessions' ? '],\n"pending":[' : ''}],\n${visibleJson(rest).slice(1)}\n`;
}

/** One document a line. The last one says that it is the last. */
export async function* jsonlPieces(answer: WorkloadsAnswer): AsyncIterable<string> {
  const { at, endpoints, agents, folders, tasks, uploads } = answer;
  const counted = tally();
  const lines = (key: string, all: readonly unknown[]): string =>
    all.map((one) => `${visibleJson({ [key]: one })}\n`).join('');
  yield lines('workloads', [headOf(answer)]);
  for await (const batch of answer.sessions()) {
    counted.add(batch);
    yield lines(
      'session',
      batch.map((session) => sessionRecord(session, at)),
    );
  }
  yield lines('endpoint', endpoints) + lines('agent', agents) + lines('folder', folders ?? []);
  yield lines('task', tasks ?? []) + lines('upload', uploads ?? []);
  const unknown = Object.entries({ folders, tasks, uploads }).flatMap(([kind, all]) => (all ? [] : [kind]));
  yield lines('end', [{ totals: counted.totals(), unknown }]);
}

export async function* csvPieces({ at, sessions }: WorkloadsAnswer): AsyncIterable<string> {
  yield csvLine(sessionColumns);
  for await (const batch of sessions()) yield batch.map((session) => sessionLine(session, at)).join('');
}
