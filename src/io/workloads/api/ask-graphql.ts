import { z } from 'zod';
import { BaiupError } from '../../../lib/errors.ts';
import type { ApiCall } from '../manager-call.ts';

const path = '/admin/gql';

/** What GraphQL says of a question that it does not understand: of a field, an argument or a type that it lacks. */
const unknown = /Cannot query field|Unknown (argument|type|field)|is not defined by type/i;
const forbidden = /forbidden|not authorized|unauthorized|insufficient privilege|permission/i;

function trouble(message: string): BaiupError {
  const said = `the manager's GraphQL answered: ${message}`;
  if (unknown.test(message)) {
    return new BaiupError('api.unknown', said, {
      hint: 'the release has another API than baiup knows: look for a newer baiup',
    });
  }
  if (forbidden.test(message)) {
    return new BaiupError('api.role', said, {
      hint: 'give api.accessKey and api.secretKey of a superadmin in cluster.yaml',
    });
  }
  return new BaiupError('api.failed', said);
}

/** One question and its data. @throws BaiupError `api.unknown`, `api.role`, `api.failed`, and those of the call */
export async function askGraphql<T>(
  call: ApiCall,
  data: z.ZodType<T>,
  query: string,
  variables: object = {},
  signal?: AbortSignal,
): Promise<T> {
  const answer = z.object({
    data: z.unknown(),
    errors: z.array(z.object({ message: z.string() })).nullish(),
  });
  const body = { query, variables };
  const { errors, data: given } = await call(answer, { method: 'POST', path, body, signal });
  const [error] = errors ?? [];
  if (error) throw trouble(error.message);
  const parsed = data.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new BaiupError(
    'api.unknown',
    `the manager's GraphQL answered something else than was asked: ${z.prettifyError(parsed.error)}`,
    {
      hint: 'the release has another API than baiup knows: look for a newer baiup',
      cause: parsed.error,
    },
  );
}
