import { z } from 'zod';
import type { ApiCall } from '../manager-call.ts';
import { askGraphql } from './ask-graphql.ts';

/** Things that one question asks for: each answer counts all of them anew, and no release bounds how many it gives. */
const page = 1000;

interface Question {
  /** `user_list` */
  readonly name: string;
  readonly fields: string;
  /** What does not change while the list is read. */
  readonly order: string;
}

/**
 * A list of GraphQL whose pages are asked for at once, as many as the call lets through: for very long ones that hardly
 * change. @throws BaiupError `api.*`
 */
export async function listPages<T>(
  call: ApiCall,
  item: z.ZodType<T>,
  { name, fields, order }: Question,
  signal?: AbortSignal,
): Promise<readonly T[]> {
  const answer = z.object({ [name]: z.object({ total_count: z.number(), items: z.array(item) }) });
  const query = `query($limit: Int!, $offset: Int!, $order: String) {
    ${name}(limit: $limit, offset: $offset, order: $order) { total_count items { ${fields} } }
  }`;
  const at = async (offset: number) => {
    const list = (await askGraphql(call, answer, query, { limit: page, offset, order }, signal))[name];
    return list ?? { total_count: 0, items: [] };
  };
  const first = await at(0);
  const others = Array.from({ length: Math.max(0, Math.ceil(first.total_count / page) - 1) }, (_, index) =>
    at((index + 1) * page),
  );
  return [first, ...(await Promise.all(others))].flatMap(({ items }) => items);
}
