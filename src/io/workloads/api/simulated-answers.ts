import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Asked {
  readonly path: string;
  /** GraphQL's question; empty for others. */
  readonly query: string;
  readonly offset: number;
  readonly limit: number;
  readonly accessKey: string;
}

interface SimulatedAnswers extends AsyncDisposable {
  readonly url: string;
  readonly asked: readonly Asked[];
}

const folder = {
  ...{ id: '0123456789abcdef0123456789abcdef', name: 'data', status: 'ready', is_owner: true },
  ...{ host: 'local:volume1', quota_scope_id: 'user:1' },
};

const endpoint = {
  ...{
    endpoint_id: 'e-1',
    name: 'chat',
    lifecycle_stage: 'created',
    project: 'p-1',
    desired_session_count: 1,
  },
  routings: [{ session: 's-1', status: 'HEALTHY' }],
};

/** What a manager with so many users answers to what the census asks. */
export function usualAnswers(users: number) {
  const page = (name: string, { offset, limit }: Asked, item: (index: number) => object) => ({
    [name]: {
      total_count: users,
      items: Array.from({ length: Math.max(0, Math.min(limit, users - offset)) }, (_, at) =>
        item(offset + at),
      ),
    },
  });
  const graphql = (asked: Asked): object => {
    const { query } = asked;
    if (query.includes('user_list'))
      return page('user_list', asked, (at) => ({ email: `user-${at}@example.com`, role: 'user' }));
    if (query.includes('keypair_list'))
      return page('keypair_list', asked, (at) => ({ access_key: `AK${at}`, resource_policy: 'default' }));
    if (query.includes('keypair_resource_policies'))
      return { keypair_resource_policies: [{ name: 'default', max_concurrent_sessions: 5 }] };
    if (query.includes('storage_volume_list'))
      return { storage_volume_list: { items: [{ id: 'local:volume1', backend: 'vfs' }] } };
    if (query.includes('endpoint_list')) return { endpoint_list: { items: [endpoint] } };
    if (query.includes('groups { id name }'))
      return { groups: [{ id: 'p-1', name: 'default' }], user: { groups: [{ id: 'p-1', name: 'default' }] } };
    if (query.includes('quota_scope')) return { quota_scope: { details: { hard_limit_bytes: 1024 } } };
    if (query.includes('images'))
      return {
        images: [{ name: 'stable/python', tag: '3.9', registry: 'cr.example', architecture: 'x86_64' }],
      };
    return {};
  };
  return (asked: Asked): object => {
    const { path } = asked;
    if (path === '/admin/gql') return { data: graphql(asked) };
    if (path.startsWith('/scaling-groups')) return { scaling_groups: [{ name: 'default' }] };
    if (path === '/resource/check-presets')
      return {
        presets: [{ name: 'small', resource_slots: { cpu: '1', mem: '1073741824' } }],
        keypair_limits: { cpu: 'Infinity', mem: '4' },
        group_limits: { cpu: 'NaN', mem: null },
      };
    if (path === '/folders/_/hosts') return { allowed: ['local:volume1'] };
    if (path === '/folders') return [folder];
    if (path === '/') return { manager: '24.03.11' };
    return { items: [] };
  };
}

/** A manager of a few lines, which answers what it is told; what is thrown becomes a status of 500. */
export async function simulatedAnswers(answer: (asked: Asked) => object): Promise<SimulatedAnswers> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const { query = '', variables = {} } = text === '' ? {} : JSON.parse(text);
    const [, accessKey = ''] = /credential=([^:]+):/.exec(request.headers.authorization ?? '') ?? [];
    const question = {
      path: request.url ?? '',
      query,
      offset: variables.offset ?? 0,
      limit: variables.limit ?? 100,
      accessKey,
    };
    asked.push(question);
    response.setHeader('content-type', 'application/json');
    try {
      response.end(JSON.stringify(answer(question)));
    } catch (error) {
      response.statusCode = 500;
      response.end(JSON.stringify({ title: String(error) }));
    }
  });
  await new Promise<void>((begun) => server.listen(0, '127.0.0.1', begun));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
