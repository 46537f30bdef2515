import { z } from 'zod';
import type { ApiCall } from '../manager-call.ts';
import { askGraphql } from './ask-graphql.ts';

/** Things that one question asks for. */
const page = 100;

interface Question {
  /** `agent_list` */
  readonly name: string;
  readonly fields: string;
  /** What does not change while the list is read. */
  readonly order: string;
}

/** A list of GraphQL, page by page: for what hardly begins or ends meanwhile. @throws BaiupError `api.*` */
export async function listAll<T>(
  call: ApiCall,
  item: z.ZodType<T>,
  { name, fields, order }: Question,
  signal?: AbortSignal,
): Promise<readonly T[]> {
  const answer = z.object({ [name]: z.object({ items: z.array(item) }) });
  const query = `query($limit: Int!, $offset: Int!, $order: String) {
    ${name}(limit: $limit, offset: $offset, order: $order) { items { ${fields} } }
  }`;
  const all: T[] = [];
  for (;;) {
    const variables = { limit: page, offset: all.length, order };
    const list = (await askGraphql(call, answer, query, variables, signal))[name];
    const items: readonly T[] = list?.items ?? [];
    all.push(...items);
    if (items.length < page) return all;
  }
}
