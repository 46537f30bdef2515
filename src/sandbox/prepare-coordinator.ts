import { join } from 'node:path';
import { thisMachine } from '../io/hosts/this-machine.ts';
import type { PostgresServer } from '../io/services/postgres-server.ts';
import { BaiupError } from '../lib/errors.ts';
import { coordinatorDatabase } from './configurations/app-proxy.ts';
import type { Ingredients } from './configurations/shared.ts';
import { sandboxMarker } from './layout.ts';
import { componentsOf } from './members.ts';
import { backendOf } from './record.ts';

const coordinator = 'app-proxy-coordinator';

/**
 * The coordinator's role, and where the release has a coordinator its database, filled by the release's own migrations
 * as the vendor's installer does it. @throws BaiupError `sandbox.not-prepared`, `command.failed`
 */
export async function prepareCoordinator(
  ingredients: Ingredients,
  postgres: PostgresServer,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { layout, record } = ingredients;
  await makeRole(postgres, record.databasePassword);
  if (!componentsOf(record.version, backendOf(record)).includes(coordinator)) return;
  await makeDatabase(postgres);
  const python = join(layout.environment(coordinator, record.version), 'bin', 'python');
  await thisMachine.run({
    argv: [python, '-m', 'alembic', '-c', 'alembic-appproxy.ini', 'upgrade', 'head'],
    cwd: layout.workdir(coordinator),
    env: { [sandboxMarker]: layout.folder },
    timeoutMs: 120_000,
    ...(signal ? { signal } : {}),
  });
  await verify(postgres);
}

/** It may create databases, so that baiup can put its own back. */
async function makeRole(postgres: PostgresServer, password: string): Promise<void> {
  const client = await postgres.connect('postgres');
  try {
    const role = client.escapeIdentifier(coordinatorDatabase);
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [coordinatorDatabase]);
    if (rowCount === 0) {
      await client.query(`CREATE ROLE ${role} LOGIN CREATEDB PASSWORD ${client.escapeLiteral(password)}`);
    }
  } finally {
    await client.end();
  }
}

async function makeDatabase(postgres: PostgresServer): Promise<void> {
  await postgres.createDatabase(coordinatorDatabase);
  const client = await postgres.connect('postgres');
  try {
    const name = client.escapeIdentifier(coordinatorDatabase);
    await client.query(`ALTER DATABASE ${name} OWNER TO ${name}`);
  } finally {
    await client.end();
  }
}

async function verify(postgres: PostgresServer): Promise<void> {
  const client = await postgres.connect(coordinatorDatabase);
  try {
    const { rows } = await client.query('SELECT version_num FROM alembic_version');
    if (rows.length === 1) return;
    throw new BaiupError('sandbox.not-prepared', `the coordinator's database holds ${rows.length} revisions`);
  } finally {
    await client.end();
  }
}
