import { z } from 'zod';
import type { EndpointWord } from '../../../core/census/endpoint-word.ts';
import type { Endpoint } from '../../../core/workloads/endpoint.ts';
import type { ApiAnswers } from './api-answers.ts';
import { listEndpoints } from './list-endpoints.ts';
import { releaseOf } from './release-of.ts';

const hello = z.object({ manager: z.string() });

/** Endpoints are programs of users: so many are called. */
const mostCalled = 100;

async function wordOf(
  { url, routes }: Endpoint,
  isCalled: boolean,
  reach: (url: string) => Promise<boolean>,
) {
  const word = (is: EndpointWord): EndpointWord => is;
  if (!routes.some(({ status }) => status === 'healthy')) return word('');
  if (url === undefined || !isCalled) return word('serves');
  return word((await reach(url)) ? 'answers' : 'does not answer');
}

/** Endpoints of the whole cluster, whoever has them: whether they have sessions that serve, and answer. */
export const endpointAnswers: readonly ApiAnswers[] = [
  {
    what: 'endpoints',
    role: 'superadmin',
    ask: async (call, _who, signal, { reach }) => {
      const { manager } = await call(hello, { method: 'GET', path: '/', signal });
      const all = await listEndpoints(call, releaseOf(manager), signal);
      const lasting = all
        .filter(({ stage }) => stage !== 'destroying')
        .sort((one, other) => (one.id < other.id ? -1 : 1));
      const rows = lasting.map(
        async (each, at) => [`${each.name} ${each.id}`, await wordOf(each, at < mostCalled, reach)] as const,
      );
      return Object.fromEntries(await Promise.all(rows));
    },
  },
];
