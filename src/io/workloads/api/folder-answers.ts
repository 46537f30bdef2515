import { z } from 'zod';
import type { FolderShare } from '../../../core/census/folder-share.ts';
import { knownOrMade } from '../../../lib/known-or-made.ts';
import type { ApiCall } from '../manager-call.ts';
import type { ApiAnswers } from './api-answers.ts';
import { askGraphql } from './ask-graphql.ts';

const folders = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    status: z.string().nullish(),
    is_owner: z.boolean().nullish(),
    ownership_type: z.string().nullish(),
    created_at: z.string().nullish(),
    host: z.string().nullish(),
    quota_scope_id: z.string().nullish(),
  }),
);
type Folder = z.infer<typeof folders>[number];

const listed = new WeakMap<ApiCall, Promise<Folder[]>>();

/** All questions of a keypair begin with the same list: it is asked for once. */
const listFolders = (call: ApiCall, signal: AbortSignal | undefined): Promise<Folder[]> =>
  knownOrMade(listed, call, () => call(folders, { method: 'GET', path: '/folders', signal }));

/** One of a keypair's own shows that its storage-proxy lets the managers in; a few, because hosts differ. */
const mostRead = 3;

const ageOf = ({ created_at: made, id }: Folder): string => `${made} ${id}`;

/** Ids are written with and without hyphens. */
const idOf = ({ id }: Folder): string =>
  id.replace(
    /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/,
    '$1-$2-$3-$4-$5',
  );

// The oldest: whatever users make meanwhile takes the place of none.
const oldestOwn = (all: readonly Folder[]): Folder[] =>
  all
    .filter(({ status, is_owner }) => is_owner !== false && (status ?? 'ready') === 'ready')
    .sort((one, other) => (ageOf(one) < ageOf(other) ? -1 : 1))
    .slice(0, mostRead);

/** Those of a project are of no user, whoever may change them. */
const shareOf = ({ is_owner: isOwner, ownership_type: type }: Folder): FolderShare =>
  isOwner === false && type === 'user' ? 'shared' : '';

const quota = z.object({
  quota_scope: z.object({
    details: z.object({ hard_limit_bytes: z.union([z.number(), z.string()]).nullish() }),
  }),
});
const quotaQuery = `query($host: String!, $scope: String!) {
  quota_scope(storage_host_name: $host, quota_scope_id: $scope) { details { hard_limit_bytes } }
}`;

/** Folders that a keypair lists, and those whose files a storage-proxy lists for it. */
export const folderAnswers: readonly ApiAnswers[] = [
  {
    what: 'folders',
    ask: async (call, _who, signal) =>
      Object.fromEntries((await listFolders(call, signal)).map((folder) => [idOf(folder), shareOf(folder)])),
  },
  {
    what: 'readable folders',
    ask: async (call, _who, signal) => {
      const some = oldestOwn(await listFolders(call, signal));
      const read: Folder[] = [];
      let trouble: unknown;
      for (const folder of some) {
        const path = `/folders/${encodeURIComponent(folder.name)}/files?path=`;
        await call(z.unknown(), { method: 'GET', path, signal }).then(
          () => read.push(folder),
          (error: unknown) => {
            trouble = error;
          },
        );
      }
      if (read.length === 0 && trouble !== undefined) throw trouble;
      return Object.fromEntries(read.map((folder) => [idOf(folder), '']));
    },
  },
  {
    what: 'folder quotas',
    // `ensure_quota_scope_accessible_by_user` loads a relation of a domain admin's outside of its session (24.03.11).
    never: 'admin',
    ask: async (call, _who, signal) => {
      const places = oldestOwn(await listFolders(call, signal)).flatMap(({ host, quota_scope_id: scope }) =>
        host && scope ? [{ host, scope }] : [],
      );
      const distinct = new Map(places.map((place) => [`${place.scope} on ${place.host}`, place]));
      const limits = [...distinct].map(async ([name, place]) => {
        const { quota_scope: found } = await askGraphql(call, quota, quotaQuery, place, signal);
        return [name, `${found.details.hard_limit_bytes ?? 'no'} bytes`] as const;
      });
      return Object.fromEntries(await Promise.all(limits));
    },
  },
];
