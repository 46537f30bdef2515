import type { RunReader, RunRequests } from '../port.ts';
import { requestKinds } from '../request.ts';
import { headOf } from './store-claim.ts';
import type { StoreDoor } from './store-door.ts';
import type { StoreLooks } from './store-looks.ts';

/** A request takes the place of an earlier one of its kind; none is ever removed, so who asked for what stays known. */
const make = `
WITH run AS (UPDATE baiup.runs SET changed = pg_current_xact_id() WHERE id = $1 RETURNING id),
  before AS (UPDATE baiup.requests q SET over = now() FROM run WHERE q.run = run.id AND q.what = $2 AND q.over IS NULL)
INSERT INTO baiup.requests (run, what, who, why, at) SELECT id, $2, $3, $4, $5 FROM run`;

const end = `
WITH run AS (UPDATE baiup.runs SET changed = pg_current_xact_id() WHERE id = $1 RETURNING id)
UPDATE baiup.requests q SET over = now() FROM run WHERE q.run = run.id AND q.over IS NULL AND ($2::text IS NULL OR q.what = $2)`;

/** Requests to a run's driver as rows of a store. */
export function storeRequests(
  door: StoreDoor,
  looks: StoreLooks,
  { id, name }: Pick<RunReader, 'id' | 'name'>,
): RunRequests {
  const over = async (what: string | null): Promise<void> => {
    const [head] = await headOf(looks, id, name);
    if (head.requests.length === 0) return;
    await door.ask(end, [id, what]);
    looks.changed();
  };
  return {
    make: async ({ what, who, why, at }) => {
      await door.ask(make, [id, what, who, why, at]);
      looks.changed();
    },
    read: async () => {
      const [{ requests }] = await headOf(looks, id, name);
      return requestKinds.flatMap((kind) => requests.findLast(({ what }) => what === kind) ?? []);
    },
    remove: over,
    removeAll: () => over(null),
  };
}
