import { z } from 'zod';
import type { ApiCall } from '../manager-call.ts';
import type { ApiAnswers } from './api-answers.ts';
import { askGraphql } from './ask-graphql.ts';
import { listPages } from './list-pages.ts';

const text = z.string().nullish();
const policies = z.object({
  keypair_resource_policies: z.array(
    z.object({ name: z.string(), max_concurrent_sessions: z.number().nullish() }),
  ),
});
const volume = z.object({ id: z.string(), backend: text });
const volumes = z.object({ storage_volume_list: z.object({ items: z.array(volume) }) });

const keypair = z.object({ access_key: z.string(), resource_policy: text });
const keypairs = z.object({ keypair_list: z.object({ items: z.array(keypair) }) });

/** The oldest: there are as many keypairs as users, and those tell of each. */
const fewKeypairs = 100;
const manyKeypairs = 1000;

const keypairQuery = `query($limit: Int!, $offset: Int!) {
  keypair_list(limit: $limit, offset: $offset, order: "created_at,access_key") { items { access_key resource_policy } }
}`;

/**
 * The oldest keypairs, or those that were the oldest: some releases leave out those of users who are in no project, and
 * one that lists them all has the others further down.
 */
async function listKeypairs(
  call: ApiCall,
  before: Readonly<Record<string, string>> | undefined,
  signal: AbortSignal | undefined,
): Promise<Record<string, string>> {
  const found = new Map<string, string>();
  const wanted = new Set(Object.keys(before ?? {}));
  for (let limit = fewKeypairs; ; limit = manyKeypairs) {
    const variables = { limit, offset: found.size };
    const { keypair_list: list } = await askGraphql(call, keypairs, keypairQuery, variables, signal);
    for (const each of list.items) {
      found.set(each.access_key, each.resource_policy ?? '');
      wanted.delete(each.access_key);
    }
    if (wanted.size === 0 || list.items.length < limit) break;
  }
  const all = [...found];
  return Object.fromEntries(before ? all.filter(([key]) => Object.hasOwn(before, key)) : all);
}

/** What only superadmins list: everything there is. */
export const adminAnswers: readonly ApiAnswers[] = [
  {
    what: 'users',
    role: 'superadmin',
    ask: async (call, _who, signal) => {
      const item = z.object({ email: z.string(), role: text });
      // Those that begin meanwhile come last; of those made together each has its place.
      const question = { name: 'user_list', fields: 'email role', order: 'created_at,email' };
      const users = await listPages(call, item, question, signal);
      return Object.fromEntries(users.map(({ email, role }) => [email, `${role}`.toLowerCase()]));
    },
  },
  {
    what: 'keypairs',
    role: 'superadmin',
    ask: (call, _who, signal, { before }) => listKeypairs(call, before, signal),
  },
  {
    what: 'policies',
    role: 'superadmin',
    ask: async (call, _who, signal) => {
      const query = 'query { keypair_resource_policies { name max_concurrent_sessions } }';
      const found = await askGraphql(call, policies, query, {}, signal);
      return Object.fromEntries(
        found.keypair_resource_policies.map(({ name, max_concurrent_sessions: most }) => [
          name,
          `${most ?? ''} sessions`,
        ]),
      );
    },
  },
  {
    what: 'volumes',
    role: 'superadmin',
    ask: async (call, _who, signal) => {
      const query = 'query { storage_volume_list(limit: 100, offset: 0) { items { id backend } } }';
      const { storage_volume_list: list } = await askGraphql(call, volumes, query, {}, signal);
      return Object.fromEntries(list.items.map(({ id, backend }) => [id, backend ?? '']));
    },
  },
];
