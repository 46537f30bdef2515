import { z } from 'zod';
import { BaiupError } from '../../lib/errors.ts';
import { type ApiCall, type ApiOptions, managerCall } from './manager-call.ts';

/** What a session that proves something asks for: it needs 64 MB more than its image's minimum. */
export const proofResources: Readonly<Record<string, string>> = { cpu: '1', mem: '256m' };

export interface SessionRequest {
  /** 4 to 64 characters. */
  readonly name: string;
  readonly image: string;
  readonly architecture?: string;
  readonly scalingGroup?: string;
  /** The one agent that has to take it; only a superadmin may say so. */
  readonly agent?: string | undefined;
  /** The keypair's own, and its project `default`, unless told. */
  readonly domain?: string | undefined;
  readonly project?: string | undefined;
  /** `proofResources` unless told. */
  readonly resources?: Readonly<Record<string, string>>;
}

export interface ManagerStatus {
  /** `running` or `frozen`. */
  readonly status: string;
  readonly activeSessions: number;
  readonly versions: readonly string[];
}

export interface SessionState {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly statusInfo: string | null;
  readonly accessKey: string;
}

/** The manager's signed API. Every verb has a deadline. @throws BaiupError `api.unreachable`, `api.refused`, `api.failed` */
export interface ManagerApi {
  status(signal?: AbortSignal): Promise<ManagerStatus>;
  createSession(
    request: SessionRequest,
    signal?: AbortSignal,
  ): Promise<{ readonly id: string; readonly status: string }>;
  /** Goes through the agent to the kernel: the only call that tells whether the agent still knows the session. */
  sessionLogs(name: string, signal?: AbortSignal): Promise<string>;
  destroySession(name: string, signal?: AbortSignal): Promise<void>;
  /**
   * Asks for the end of anyone's session; the keypair is a superadmin's. Forced, it ends in the database at once, also
   * where its agent does not answer.
   */
  endSession(
    session: { readonly id: string; readonly accessKey: string },
    how: { readonly forced: boolean },
    signal?: AbortSignal,
  ): Promise<void>;
  /** No new sessions from now on; those that wait may still be given a place. */
  freeze(signal?: AbortSignal): Promise<void>;
  /** Sessions of these statuses (`RUNNING`, `PENDING` …), as the manager's database has them; up to 1,000. */
  sessionStates(statuses: readonly string[], signal?: AbortSignal): Promise<readonly SessionState[]>;
  /** One session, also after its end; undefined where there never was one. */
  sessionState(name: string, signal?: AbortSignal): Promise<SessionState | undefined>;
}

const statusAnswer = z.object({
  status: z.string(),
  active_sessions: z.number(),
  nodes: z.array(z.object({ version: z.string() })).default([]),
});
const createdAnswer = z.object({ sessionId: z.string(), status: z.string() });
const logsAnswer = z.object({ result: z.object({ logs: z.string() }) });
const item = z.object({
  id: z.string(),
  name: z.string().nullable(),
  status: z.string(),
  status_info: z.string().nullable(),
  access_key: z.string().nullable(),
});
const listAnswer = z.object({
  data: z.object({ compute_session_list: z.object({ items: z.array(item) }).nullable() }).nullish(),
  errors: z.array(z.object({ message: z.string() })).nullish(),
});

const listQuery = `query($limit: Int!, $offset: Int!, $status: String, $filter: String) {
  compute_session_list(limit: $limit, offset: $offset, status: $status, filter: $filter, order: "-created_at") {
    items { id name status status_info access_key }
  }
}`;

export function managerApi(options: ApiOptions): ManagerApi {
  const call = managerCall(options);
  return {
    async status(signal) {
      const answer = await call(statusAnswer, { method: 'GET', path: '/manager/status', signal });
      const versions = [...new Set(answer.nodes.map((node) => node.version))];
      return { status: answer.status, activeSessions: answer.active_sessions, versions };
    },
    async createSession(request, signal) {
      const answer = await call(createdAnswer, {
        method: 'POST',
        path: '/session',
        body: bodyOf(request),
        signal,
      });
      return { id: answer.sessionId, status: answer.status };
    },
    async sessionLogs(name, signal) {
      const path = `/session/${encodeURIComponent(name)}/logs`;
      return (await call(logsAnswer, { method: 'GET', path, signal })).result.logs;
    },
    async destroySession(name, signal) {
      const path = `/session/${encodeURIComponent(name)}?forced=false`;
      await call(z.unknown(), { method: 'DELETE', path, signal });
    },
    async endSession({ id, accessKey }, { forced }, signal) {
      const query = new URLSearchParams({ forced: String(forced), owner_access_key: accessKey });
      await call(z.unknown(), { method: 'DELETE', path: `/session/${id}?${query}`, signal });
    },
    async freeze(signal) {
      const body = { status: 'frozen', force_kill: false };
      await call(z.unknown(), { method: 'PUT', path: '/manager/status', body, signal });
    },
    sessionStates: (statuses, signal) => list(call, { status: statuses.join(',') }, signal),
    async sessionState(name, signal) {
      const found = await list(call, { filter: `name == ${JSON.stringify(name)}` }, signal);
      return found[0];
    },
  };
}

function bodyOf(request: SessionRequest): object {
  return {
    name: request.name,
    image: request.image,
    ...(request.architecture ? { architecture: request.architecture } : {}),
    ...(request.domain ? { domain: request.domain } : {}),
    ...(request.project ? { group: request.project } : {}),
    config: {
      resources: request.resources ?? proofResources,
      ...(request.scalingGroup ? { scaling_group: request.scalingGroup } : {}),
      ...(request.agent ? { agent_list: [request.agent] } : {}),
    },
    enqueueOnly: true,
  };
}

async function list(
  call: ApiCall,
  which: { readonly status?: string; readonly filter?: string },
  signal?: AbortSignal,
): Promise<SessionState[]> {
  const variables = { limit: which.filter ? 1 : 1000, offset: 0, ...which };
  const body = { query: listQuery, variables };
  const answer = await call(listAnswer, { method: 'POST', path: '/admin/gql', body, signal });
  const [error] = answer.errors ?? [];
  if (error) throw new BaiupError('api.failed', `the manager's GraphQL answered: ${error.message}`);
  return (answer.data?.compute_session_list?.items ?? []).map((found) => ({
    id: found.id,
    name: found.name ?? '',
    status: found.status,
    statusInfo: found.status_info,
    accessKey: found.access_key ?? '',
  }));
}
