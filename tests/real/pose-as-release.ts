import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadCatalog } from '../../src/core/catalog/load-catalog.ts';
import { parseVersion } from '../../src/core/versions/parse-version.ts';
import type { SmallCluster } from './small-cluster.ts';

/** What commands ask a database for that look at a whole cluster. */
const tables = `
  ALTER TABLE users ADD domain_name text;
  CREATE TABLE scaling_groups (name text);
  CREATE TABLE agents (id text, status text, available_slots jsonb);
  CREATE TABLE groups (id uuid, domain_name text);
  CREATE TABLE vfolders (id int, name text, host text, status text, created_at timestamp,
    "user" text, "group" uuid, ownership_type text);
  INSERT INTO users VALUES ('u1', 'ana@example.org', 'default')`;

/** Makes a small cluster look like one of a release, so far that a plan can be made for it and checks can be asked. */
export async function poseAsRelease(small: SmallCluster, release: string): Promise<void> {
  const [head] = loadCatalog().find(parseVersion(release))?.schema?.heads ?? [];
  await small.sql(`${tables}; UPDATE alembic_version SET version_num = '${head}'`);
  await small.cluster.store.put('config/docker/registry/cr.example/project', 'stable');
  const print = 'import sys; print("%d.%d" % sys.version_info[:2])';
  const python = execFileSync('/usr/bin/python3', ['-c', print], { encoding: 'utf8' }).trim();
  const environment = join(small.folder, `manager-${release}`);
  const [year, month, patch] = release.split('.').map(Number);
  const version = [year, month, patch].join('.');
  const folder = join(
    environment,
    `lib/python${python}/site-packages/backend.ai_manager-${version}.dist-info`,
  );
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'METADATA'),
    `Metadata-Version: 2.1\nName: backend.ai-manager\nVersion: ${version}\n`,
  );
  await writeFile(
    join(environment, 'pyvenv.cfg'),
    `home = /usr/bin\ninclude-system-site-packages = false\nversion = ${python}.0\n`,
  );
}
