import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { secret } from '../../../lib/secret.ts';
import type { ApiOptions } from '../manager-call.ts';

/** What goes wrong with a simulated manager. */
export type ManagerFault =
  | 'wrong-keys'
  | 'clock'
  | 'forbidden'
  | 'user'
  | 'domain-admin'
  | 'broken'
  | 'hangs'
  | 'unknown-field'
  | 'other-shape'
  | 'no-json'
  | 'stuck-pages';

interface Item {
  readonly id: string;
  readonly created_at: string;
  readonly status: string;
}

interface SimulatedManager extends AsyncDisposable {
  readonly options: ApiOptions;
  /** Questions that it was asked, as they came. */
  readonly asked: readonly string[];
  /** The most that were under way at once. */
  readonly most: () => number;
}

const answers: Partial<Record<ManagerFault, readonly [status: number, body: object]>> = {
  'wrong-keys': [401, { title: 'Credential/signature mismatch.', msg: 'Signature mismatch' }],
  clock: [400, { title: 'Missing or invalid authorization parameters.', msg: 'Date/time sync error' }],
  forbidden: [403, { title: 'Forbidden operation.' }],
  broken: [500, { title: 'Internal server error' }],
};

/** As real ones say it of whoever asks. */
function roles(fault: ManagerFault | undefined): object {
  if (fault === 'user') return { global_role: 'user', domain_role: 'user' };
  if (fault === 'domain-admin') return { global_role: 'user', domain_role: 'admin' };
  return { global_role: 'superadmin', domain_role: 'admin' };
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
};

/** Those that a manager's own filter of statuses and of `created_at >=` lets through, in the order of `created_at`. */
function pageOf(
  items: readonly Item[],
  filter: string,
  offset: number,
  limit: number,
  isStuck: boolean,
): readonly Item[] {
  const [, from = ''] = /created_at >= "([^"]+)"/.exec(filter) ?? [];
  return items
    .filter(({ status, created_at }) => !filter.includes(`"${status}"`) && (isStuck || created_at >= from))
    .sort((a, b) => (a.created_at < b.created_at ? -1 : 1))
    .slice(isStuck ? 0 : offset, isStuck ? limit : offset + limit);
}

/** A manager of a few lines: it answers what is asked of sessions, agents and endpoints, or fails in one way. */
export async function simulatedManager(
  sessions: readonly Item[],
  {
    fault,
    version = '24.03.11',
    onPage = () => undefined,
  }: { fault?: ManagerFault; version?: string; onPage?: () => void } = {},
): Promise<SimulatedManager> {
  const asked: string[] = [];
  let underWay = 0;
  let most = 0;
  const graphql = async (body: string): Promise<object> => {
    const { query, variables } = JSON.parse(body) as {
      query: string;
      variables: { filter: string; offset: number; limit: number };
    };
    asked.push(query);
    if (fault === 'unknown-field') {
      return {
        data: null,
        errors: [{ message: "Cannot query field 'scaling_group' on type 'ComputeSession'." }],
      };
    }
    if (fault === 'other-shape') return { data: { compute_session_list: { items: 7 } } };
    if (query.includes('compute_session_list')) {
      const items = pageOf(
        sessions,
        variables.filter,
        variables.offset,
        variables.limit,
        fault === 'stuck-pages',
      );
      onPage();
      return { data: { compute_session_list: { total_count: sessions.length, items } } };
    }
    const [, list = ''] = /(agent_list|endpoint_list)/.exec(query) ?? [];
    return { data: list ? { [list]: { items: [] } } : { groups: [] } };
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const say = (status: number, text: string): void => void response.writeHead(status).end(text);
    if (request.url === '/') return say(200, JSON.stringify({ version: 'v8', manager: version }));
    // As real ones, it asks nobody for keys here.
    if (request.url === '/manager/status' && fault !== 'broken')
      return say(200, JSON.stringify({ status: 'running' }));
    if (fault === 'hangs') return;
    if (fault === 'no-json') return say(200, '<html>a balancer</html>');
    const [status, told] = (fault && answers[fault]) ?? [200, undefined];
    if (told) return say(status, JSON.stringify(told));
    if (request.url === '/auth/role') return say(200, JSON.stringify(roles(fault)));
    say(200, JSON.stringify(await graphql(body)));
  };
  const server = createServer((request, response) => {
    underWay += 1;
    most = Math.max(most, underWay);
    response.once('close', () => {
      underWay -= 1;
    });
    serve(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    options: {
      url: `http://127.0.0.1:${port}`,
      accessKey: 'AK',
      secretKey: secret('sk'),
      timeoutMs: fault === 'hangs' ? 100 : 15_000,
    },
    asked,
    most: () => most,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
