import { z } from 'zod';
import type { Version } from '../../../core/versions/version.ts';
import type { Session } from '../../../core/workloads/session.ts';
import { BaiupError } from '../../../lib/errors.ts';
import { waiting } from '../../../lib/waiting.ts';
import type { ApiCall } from '../manager-call.ts';
import { askGraphql } from './ask-graphql.ts';
import { graphqlFields } from './graphql-fields.ts';
import { type SessionItem, sessionItem, sessionOfItem } from './session-item.ts';

/** Sessions that one question asks for. */
const page = 100;

/** However many there are, nobody waits longer. */
const timeoutMs = 15 * 60_000;

const answer = z.object({
  compute_session_list: z.object({ total_count: z.number(), items: z.array(sessionItem) }),
});

/** Written without a status of one release: those of later releases are no end. */
const live = 'status != "TERMINATED" & status != "CANCELLED"';

const queryOf = (version: Version): string => `query($limit: Int!, $offset: Int!, $filter: String) {
  compute_session_list(limit: $limit, offset: $offset, filter: $filter, order: "created_at") {
    total_count items { ${graphqlFields('session', version)} }
  }
}`;

/** How far a list is read. Sessions begin and end meanwhile: what is left out by number would be another one each time. */
interface Place {
  /** When the last one was made. */
  readonly from?: string;
  /** How many of those made then are read. */
  readonly offset: number;
}

function placeAfter(place: Place, items: readonly SessionItem[]): Place {
  const from = items.at(-1)?.created_at ?? place.from;
  return from === undefined || from === place.from
    ? { ...place, offset: place.offset + items.length }
    : { from, offset: 0 };
}

const filterAt = ({ from }: Place): string =>
  from === undefined ? live : `${live} & created_at >= ${JSON.stringify(from)}`;

/** Every session that has not ended, page by page, each once. @throws BaiupError `api.*` */
export async function listSessions(
  call: ApiCall,
  version: Version,
  signal?: AbortSignal,
): Promise<readonly Session[]> {
  const query = queryOf(version);
  const found = new Map<string, Session>();
  const end = performance.now() + timeoutMs;
  let total: number | undefined;
  const read = async (): Promise<void> => {
    for (let place: Place = { offset: 0 }; ; ) {
      if (performance.now() > end) throw tooMany(found.size);
      const variables = { limit: page, offset: place.offset, filter: filterAt(place) };
      const { compute_session_list: list } = await askGraphql(call, answer, query, variables, signal);
      total ??= list.total_count;
      const before = found.size;
      for (const item of list.items) found.set(item.id, sessionOfItem(item));
      if (list.items.length < page) return;
      const next = placeAfter(place, list.items);
      if (found.size === before && next.from === place.from) throw noProgress();
      place = next;
    }
  };
  const trouble = (): string =>
    `${found.size.toLocaleString('en')} of ${(total ?? 0).toLocaleString('en')} are read`;
  await waiting({ what: 'the manager to list its sessions', timeoutMs, trouble }, read);
  return [...found.values()];
}

const tooMany = (count: number): BaiupError =>
  new BaiupError(
    'api.slow',
    `the manager has listed ${count.toLocaleString('en')} sessions in ${timeoutMs / 60_000} minutes, and there are more`,
    {
      hint: 'read them from the database: --source database',
    },
  );

const noProgress = (): BaiupError =>
  new BaiupError('api.unknown', 'the manager lists the same sessions on every page', {
    hint: 'read them from the database: --source database',
  });
