import { z } from 'zod';
import type { Version } from '../../../core/versions/version.ts';
import type { Agent } from '../../../core/workloads/agent.ts';
import type { Endpoint } from '../../../core/workloads/endpoint.ts';
import type { Session } from '../../../core/workloads/session.ts';
import { sessionStage } from '../../../core/workloads/session-stage.ts';
import { BaiupError } from '../../../lib/errors.ts';
import { limiter } from '../../../lib/limiter.ts';
import { type ApiCall, type ApiOptions, managerCall } from '../manager-call.ts';
import { limitedRole } from './limited-role.ts';
import { listAgents } from './list-agents.ts';
import { listEndpoints } from './list-endpoints.ts';
import { listSessions } from './list-sessions.ts';
import { releaseOf } from './release-of.ts';

/** A manager has others to serve. */
const atOnce = 3;

const hello = z.object({ manager: z.string() });

/** What managers' API tells of a cluster's workloads. Folders at work no release lists. */
export interface ApiWorkloads {
  readonly version: Version;
  /** Those that wait come last, the oldest first. */
  readonly sessions: readonly Session[];
  readonly agents: readonly Agent[];
  readonly endpoints: readonly Endpoint[];
}

/** A key that is no superadmin's sees some sessions only, and nothing says so. */
async function mustSeeAll(call: ApiCall, signal: AbortSignal | undefined): Promise<void> {
  const whose = await limitedRole(call, signal);
  if (whose === undefined) return;
  throw new BaiupError(
    'api.role',
    `the key in api.accessKey is of ${whose}, who sees only some of the sessions`,
    {
      hint: 'give api.accessKey and api.secretKey of a superadmin in cluster.yaml',
    },
  );
}

function countedOn(agents: readonly Omit<Agent, 'sessions'>[], sessions: readonly Session[]): Agent[] {
  const count = new Map<string, number>();
  for (const session of sessions) {
    for (const agent of session.agents) count.set(agent, (count.get(agent) ?? 0) + 1);
  }
  return agents.map((agent) => ({ ...agent, sessions: count.get(agent.id) ?? 0 }));
}

/** @throws BaiupError `api.unreachable`, `api.refused`, `api.clock`, `api.role`, `api.unknown`, `api.slow`, `api.failed` */
export async function workloadsOfApi(options: ApiOptions, signal?: AbortSignal): Promise<ApiWorkloads> {
  const limit = limiter(atOnce);
  const one = managerCall(options);
  const call: ApiCall = (schema, request) => limit(() => one(schema, request));
  const { manager } = await call(hello, { method: 'GET', path: '/', signal });
  const version = releaseOf(manager);
  await mustSeeAll(call, signal);
  const [found, agents, endpoints] = await Promise.all([
    listSessions(call, version, signal),
    listAgents(call, version, signal),
    listEndpoints(call, version, signal),
  ]);
  const waits = ({ status }: Session): boolean => sessionStage(status) === 'waiting';
  const sessions = [...found.filter((each) => !waits(each)), ...found.filter(waits)];
  return { version, sessions, agents: countedOn(agents, found), endpoints };
}
