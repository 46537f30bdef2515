import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadCatalog } from '../../src/core/catalog/load-catalog.ts';
import { parseVersion } from '../../src/core/versions/parse-version.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { buildEnvironment } from '../../src/io/python/build-environment.ts';
import { cacheHome } from '../../src/lib/state-home.ts';

/** A revision of a release of our own: Python, indented by four, that may use `op`, `sa`, `time` and `click`. */
export interface SmallRevision {
  readonly id: string;
  readonly body: string;
}

const lendsLibraries = '24.09.4';

async function lentLibraries(): Promise<string> {
  const release = loadCatalog().find(parseVersion(lendsLibraries));
  if (!release) throw new Error(`the catalog lacks ${lendsLibraries}`);
  const folder = join(cacheHome(), 'test-environments', `manager-${lendsLibraries}`);
  const { published, python } = release;
  await buildEnvironment({
    host: thisMachine,
    component: 'manager',
    version: lendsLibraries,
    folder,
    published,
    python,
  });
  return folder;
}

let lent: Promise<string> | undefined;

/** The libraries of a real manager: Alembic, SQLAlchemy, asyncpg, click. */
function libraries(): Promise<string> {
  lent ??= lentLibraries();
  return lent;
}

const script = ({ id, body }: SmallRevision, down: string | undefined): string => `
import time
import click
import sqlalchemy as sa
from alembic import op

revision = "${id}"
down_revision = ${down ? `"${down}"` : 'None'}


def upgrade():
${body}
`;

/** What the vendor's `schema oneshot` does, in a few lines. */
const freshInstall = (head: string): string => `
import asyncio
import configparser
import click
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine
from ai.backend.manager.models.base import metadata


async def fill(url):
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
        await connection.execute(sa.text("CREATE TABLE alembic_version (version_num varchar(32))"))
        await connection.execute(sa.text("INSERT INTO alembic_version VALUES ('${head}')"))


@click.command()
@click.option("-f", "--file")
def oneshot(file):
    settings = configparser.ConfigParser()
    settings.read(file)
    asyncio.run(fill(settings["alembic"]["sqlalchemy.url"]))
`;

/** What going back asks every cluster for: who has which sessions. */
const sessions = `
sa.Table("users", metadata, sa.Column("uuid", sa.String(40), primary_key=True), sa.Column("email", sa.String(40)))
sa.Table(
    "sessions", metadata, sa.Column("id", sa.String(40), primary_key=True), sa.Column("name", sa.String(40)),
    sa.Column("access_key", sa.String(40)), sa.Column("user_uuid", sa.String(40)), sa.Column("status", sa.String(40)),
    sa.Column("agent_ids", sa.ARRAY(sa.String(40))), sa.Column("created_at", sa.DateTime()),
    sa.Column("session_type", sa.String(40)),
)
`;

/**
 * A manager's environment as far as the migrator sees it: libraries of a real one, and a release of a few lines whose
 * fresh install is what `fresh` says.
 * @returns the environment's folder
 */
export async function makeSmallRelease(
  folder: string,
  revisions: readonly SmallRevision[],
  fresh = 'sa.Table("things", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(40)))',
): Promise<string> {
  const lender = await libraries();
  const host = thisMachine;
  await rm(folder, { recursive: true, force: true });
  const venv = [join(lender, 'bin/python'), '-m', 'venv', '--without-pip', folder] as const;
  await host.run({ argv: [...venv], timeoutMs: 60_000 });
  const packages = join(folder, 'lib/python3.12/site-packages');
  const models = join(packages, 'ai/backend/manager/models');
  await mkdir(join(models, 'alembic/versions'), { recursive: true });
  await mkdir(join(packages, 'ai/backend/manager/cli'), { recursive: true });
  const files: Record<string, string> = {
    'lender.pth': join(lender, 'lib/python3.12/site-packages'),
    'ai/backend/manager/__init__.py': '',
    'ai/backend/manager/cli/__init__.py': '',
    'ai/backend/manager/cli/dbschema.py': freshInstall(revisions.at(-1)?.id ?? ''),
    'ai/backend/manager/models/__init__.py': '',
    'ai/backend/manager/models/base.py': `import sqlalchemy as sa\nmetadata = sa.MetaData()\n${fresh}\n${sessions}\n`,
    'ai/backend/manager/models/alembic/__init__.py': '',
  };
  for (const [index, revision] of revisions.entries()) {
    const path = `ai/backend/manager/models/alembic/versions/${revision.id}_small.py`;
    files[path] = script(revision, revisions[index - 1]?.id);
  }
  await Promise.all(Object.entries(files).map(([path, text]) => writeFile(join(packages, path), text)));
  return folder;
}
