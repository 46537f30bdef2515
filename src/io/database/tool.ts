import { dirname } from 'node:path';
import type { CommandResult } from '../../lib/command.ts';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import type { Host, HostReader } from '../hosts/port.ts';
import { type DatabaseAddress, withDatabase } from './database.ts';
import { toolWay } from './tool-way.ts';
import { withoutStatements } from './without-statements.ts';

/** Client programs of PostgreSQL on the host that runs them; `findPostgresPrograms()` gives them. */
export interface DatabaseTools {
  readonly pgDump: string;
  readonly pgRestore: string;
  /** `[16, 14]` */
  readonly clientVersion: readonly number[];
  /** They are on a host, which reaches the database itself. */
  readonly areThere?: true;
}

/** How long a tool may take, and who may cut it short. */
export interface ToolPatience {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

const patience = 60 * 60_000;

/** Connections at a time for a dump or a restore: one for each of the host's processors, and few enough for any server. */
export async function usualJobs(host: HostReader): Promise<number> {
  const { processors } = await host.facts();
  return Math.min(8, Math.max(2, processors));
}

/** Runs a client program against a database: the password goes through the environment, never argv. */
export async function runTool(
  host: Host,
  address: DatabaseAddress,
  argv: readonly [string, ...string[]],
  {
    timeoutMs = patience,
    signal,
    settings = '',
    tools,
  }: ToolPatience & { readonly settings?: string; readonly tools?: DatabaseTools } = {},
): Promise<CommandResult> {
  const way = await toolWay(host, address, tools?.areThere ?? false);
  const env = {
    ...way.env,
    PGPORT: String(address.port),
    PGUSER: address.user,
    PGPASSWORD: address.password,
    PGCONNECT_TIMEOUT: '5',
    PGAPPNAME: 'baiup',
    PGOPTIONS: settings,
    LC_ALL: 'C',
  };
  try {
    return await host.run({ argv, env, timeoutMs, ...(signal ? { signal } : {}) });
  } finally {
    await way.end().catch(() => undefined);
  }
}

/** @throws BaiupError `database.dump-tool-older`: a dump by a tool older than its server is not trusted. */
export async function refuseOlderTool(address: DatabaseAddress, tools: DatabaseTools): Promise<void> {
  const [row] = await withDatabase(address, (database) =>
    database.query<{ version: string }>(`SELECT current_setting('server_version_num') AS version`),
  );
  const server = Math.floor(Number(row?.version ?? 0) / 10_000);
  const tool = tools.clientVersion[0] ?? 0;
  if (tool >= server) return;
  throw new BaiupError(
    'database.dump-tool-older',
    `${tools.pgDump} is of PostgreSQL ${tool}, the server of ${server}: a dump tool must not be older than its server`,
    {
      hint: `install the client tools of PostgreSQL ${server} (package postgresql-client-${server})`,
      left: 'nothing was changed',
    },
  );
}

/** Syncs a folder's files and the folder that names it. */
export async function syncFolder(host: Host, folder: string): Promise<void> {
  const files = (await host.list(folder)).map((name) => `${folder}/${name}`);
  await host.run({ argv: ['sync', ...files, folder, dirname(folder)], timeoutMs: 600_000 });
}

/** What a tool said, for a sentence of ours. */
export function said(error: unknown): string {
  return withoutStatements(messageOf(error)).split('\n').slice(-6).join('\n');
}
