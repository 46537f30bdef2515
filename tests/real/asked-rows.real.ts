import { describe, expect, it } from 'vitest';
import { readAlembicVersion } from '../../src/io/database/alembic-version.ts';
import { withDatabase } from '../../src/io/database/database.ts';
import { askedDatabases, checkOf, fixIt, input } from './asked-databases.ts';

const made = askedDatabases();

describe('a database of 26.01.0 without a mark', () => {
  const hop = { from: '26.01.0', to: '26.02.5' };
  const before = ['CREATE TABLE users (uuid uuid)', 'CREATE TABLE deployment_policies (id int)'];
  const later = [
    'CREATE TABLE entity_fields (id int)',
    'CREATE TABLE domain_fair_shares (weight numeric)',
    'CREATE TABLE user_fair_shares (scheduling_rank int)',
  ];
  const kernels =
    'CREATE TABLE kernels (scaling_group text, starts_at timestamptz, terminated_at timestamptz, last_observed_at timestamptz)';
  const empty = 'CREATE TABLE alembic_version (version_num varchar(32) NOT NULL)';

  it.each([
    ['emptied', [...before, empty], 'd0a3c0716970'],
    ['made by its models', [...before, ...later, kernels], 'bc4e0e948300'],
    ['made by its models, and emptied', [...before, ...later, kernels, empty], 'bc4e0e948300'],
  ])('%s is marked as what it is', async (_what, statements, mark) => {
    const address = await made(...statements);
    const found = await input(address, '26.01.0', hop);
    expect(checkOf('database.unmarked').find(found)).toMatchObject([{ severity: 'blocker' }]);
    await fixIt(address, 'database.unmarked', found);
    expect(await withDatabase(address, readAlembicVersion)).toEqual([mark]);
    const indexes = await withDatabase(address, (database) =>
      database.query("SELECT indexname FROM pg_indexes WHERE indexname LIKE 'ix_kernels_fair_share_%'"),
    );
    expect(indexes).toHaveLength(mark === 'bc4e0e948300' ? 2 : 0);
    expect(checkOf('database.unmarked').find(await input(address, '26.01.0', hop))).toEqual([]);
  });

  it.each([
    ['in between', [...before, ...later]],
    ['of an older release', ['CREATE TABLE users (uuid uuid)']],
    ['of a newer one', [...before, ...later, kernels, 'CREATE TABLE resource_slot_types (slot_name text)']],
  ])('%s is not guessed at', async (_what, statements) => {
    const found = await input(await made(...statements), '26.01.0', hop);
    expect(checkOf('database.unmarked').find(found)).toMatchObject([
      { summary: expect.stringContaining('neither those of') },
    ]);
  });
});

const id = 'uuid DEFAULT uuid_generate_v4() PRIMARY KEY';
const roles = [
  `CREATE TABLE users (uuid ${id}, email text)`,
  `CREATE TABLE groups (id ${id}, name text)`,
  `CREATE TABLE roles (id ${id}, name varchar(64) NOT NULL, source varchar(16) NOT NULL, status varchar(16) NOT NULL)`,
  `CREATE TABLE permissions (id ${id}, role_id uuid NOT NULL REFERENCES roles(id), scope_type varchar(32) NOT NULL,
    scope_id varchar(64) NOT NULL, entity_type varchar(32) NOT NULL, operation varchar(32) NOT NULL)`,
  `CREATE TABLE user_roles (id ${id}, user_id uuid NOT NULL REFERENCES users(uuid), role_id uuid NOT NULL REFERENCES roles(id))`,
  `CREATE TABLE association_scopes_entities (id ${id}, scope_type varchar(32) NOT NULL, scope_id varchar(64) NOT NULL,
    entity_type varchar(32) NOT NULL, entity_id varchar(64) NOT NULL)`,
];
const person = (
  email: string,
  source: string,
) => `WITH u AS (INSERT INTO users (email) VALUES ('${email}') RETURNING uuid),
  r AS (INSERT INTO roles (name, source, status) VALUES ('a role', '${source}', 'active') RETURNING id)
  INSERT INTO user_roles (user_id, role_id) SELECT u.uuid, r.id FROM u, r`;

const kernels = 'CREATE TABLE kernels (id int PRIMARY KEY, session_name text, cluster_size int)';
const both = [
  "CREATE TYPE sessionresult AS ENUM ('UNDEFINED', 'SUCCESS', 'FAILURE')",
  "CREATE TYPE sessionresults AS ENUM ('UNDEFINED', 'SUCCESS', 'FAILURE')",
];
const results = (type: string): string[] =>
  Object.entries({ sessions: type, kernels: 'sessionresult' }).map(
    ([table, of]) =>
      `CREATE TABLE ${table} (id int PRIMARY KEY, result ${of} NOT NULL DEFAULT 'UNDEFINED'::${of})`,
  );

describe('rows that a revision hangs on are found, and a database without them is let through', () => {
  it.each([
    [
      'database.kernel-batch',
      '22.09.21',
      '23.03.2',
      ['bedd92de93af'],
      [kernels],
      'INSERT INTO kernels VALUES (1)',
    ],
    [
      'database.session-dependencies',
      '22.09.21',
      '23.03.2',
      ['b6b884fbae1f'],
      [
        'CREATE TABLE session_dependencies (session_id int, depends_on int)',
        'INSERT INTO session_dependencies VALUES (2, 1)',
      ],
      'DELETE FROM session_dependencies',
    ],
    [
      'database.endpoints-early',
      '23.03.4',
      '23.03.6',
      ['85984c98b90f'],
      [
        'CREATE TABLE endpoints (id int)',
        'CREATE TABLE routings (id int)',
        'INSERT INTO routings VALUES (1)',
      ],
      'DELETE FROM routings',
    ],
    [
      'database.folder-shared',
      '26.02.5',
      '26.03.2',
      ['7h4m7ygnaao1'],
      [
        'CREATE TABLE vfolder_permissions (id int, vfolder int, "user" int)',
        'INSERT INTO vfolder_permissions VALUES (1, 2, 3)',
      ],
      'DELETE FROM vfolder_permissions',
    ],
    [
      'database.kernel-role',
      '22.09.21',
      '23.03.11',
      ['bedd92de93af'],
      [kernels, 'INSERT INTO kernels VALUES (1)'],
      'DELETE FROM kernels',
    ],
    [
      'database.session-single',
      '22.09.4',
      '25.07.0',
      ['5bce905c21e5', 'b6b884fbae1f'],
      [kernels, "INSERT INTO kernels VALUES (1, 'a', 2), (2, 'b', 1)"],
      'UPDATE kernels SET cluster_size = 2',
    ],
  ] as const)('%s', async (code, from, to, run, statements, otherwise) => {
    const address = await made(...statements);
    const hop = { from, to, route: { run } };
    const found = checkOf(code).find(await input(address, from, hop));
    expect(found).toMatchObject([{ code, severity: 'blocker' }]);
    await withDatabase(address, (database) => database.query(otherwise));
    expect(checkOf(code).find(await input(address, from, hop))).toEqual([]);
  });

  it('database.session-result-type, whose fix lets the revision through', async () => {
    const code = 'database.session-result-type';
    const hop = { from: '25.15.12', to: '26.04.3', route: { run: ['1cc9b47e0a8e'] } };
    const fine = await made(...both, ...results('sessionresult'));
    expect(checkOf(code).find(await input(fine, '25.15.12', hop))).toEqual([]);
    const address = await made(
      ...both,
      ...results('sessionresults'),
      "INSERT INTO sessions VALUES (1, 'SUCCESS')",
    );
    /** What the revision does where both types are there, without which the fix would be of no use. */
    const unite =
      'ALTER TABLE sessions ALTER COLUMN result TYPE sessionresult USING result::text::sessionresult';
    await expect(withDatabase(address, (database) => database.query(unite))).rejects.toThrow(/default/);
    await fixIt(address, code, await input(address, '25.15.12', hop));
    expect(checkOf(code).find(await input(address, '25.15.12', hop))).toEqual([]);
    const rows = await withDatabase(address, async (database) => {
      await database.query('INSERT INTO sessions VALUES (2)');
      return database.query(
        'SELECT id, result::text, pg_typeof(result)::text AS type FROM sessions ORDER BY id',
      );
    });
    expect(rows).toEqual([
      { id: 1, result: 'SUCCESS', type: 'sessionresult' },
      { id: 2, result: 'UNDEFINED', type: 'sessionresult' },
    ]);
  });
});

describe('rows that a revision hangs on are found and fixed', () => {
  it.each([
    [
      'database.kernel-state',
      'b6b884fbae1f',
      [
        "CREATE TYPE kernelstatus AS ENUM ('RUNNING', 'BUILDING', 'RESIZING', 'CANCELLED', 'ERROR')",
        `CREATE TABLE kernels (id ${id}, session_name text, status kernelstatus, status_info text, status_changed timestamptz)`,
        "INSERT INTO kernels (status) VALUES ('RUNNING'), ('BUILDING'), ('RESIZING')",
      ],
      2,
    ],
    [
      'database.user-roles',
      '2c9000848b6e',
      [
        ...roles,
        person('has@one', 'system'),
        person('has@another', 'custom'),
        "INSERT INTO users (email) VALUES ('has@none')",
      ],
      2,
    ],
    [
      'database.project-roles',
      'e3fb172166dc',
      [
        ...roles,
        "INSERT INTO groups (name) VALUES ('has none'), ('has one')",
        `WITH r AS (INSERT INTO roles (name, source, status)
          SELECT 'role_project_' || left(id::text, 8) || '_member', 'custom', 'active' FROM groups WHERE name = 'has one' RETURNING id)
         INSERT INTO association_scopes_entities (scope_type, scope_id, entity_type, entity_id)
          SELECT 'project', g.id::text, 'role', r.id::text FROM groups g, r WHERE g.name = 'has one'`,
      ],
      1,
    ],
    [
      'database.deployment-variant',
      'd8e9f0a1b2c3',
      [
        `CREATE TABLE runtime_variants (id ${id}, name varchar(128) NOT NULL, description text)`,
        `CREATE TABLE deployment_revisions (id ${id}, endpoint uuid, runtime_variant varchar(64))`,
        "INSERT INTO runtime_variants (name) VALUES ('vllm')",
        "INSERT INTO deployment_revisions (runtime_variant) VALUES ('vllm'), ('custom')",
      ],
      1,
    ],
  ] as const)('%s', async (code, revision, statements, count) => {
    const address = await made(...statements);
    const hop = { from: '26.04.2', to: '26.04.5', route: { run: [revision] } };
    const found = await input(address, '26.04.2', hop);
    expect(found.snapshot.rows[code]?.count).toBe(count);
    expect(checkOf(code).find(found)).toMatchObject([{ code, severity: 'blocker' }]);
    await fixIt(address, code, found);
    expect(checkOf(code).find(await input(address, '26.04.2', hop))).toEqual([]);
  });

  it('a role that is made for a user may do what one may that 26.03 makes', async () => {
    const address = await made(...roles, "INSERT INTO users (email) VALUES ('has@none')");
    const hop = { from: '26.04.2', to: '26.04.5', route: { run: ['2c9000848b6e'] } };
    await fixIt(address, 'database.user-roles', await input(address, '26.04.2', hop));
    const allowed = await withDatabase(address, (database) =>
      database.query<{ entity_type: string; operations: string[] }>(
        `SELECT r.name = 'user-' || left(u.uuid::text, 8) AS named, p.scope_type, p.scope_id = u.uuid::text AS own, p.entity_type,
           array_agg(p.operation ORDER BY p.operation)::text[] AS operations
         FROM users u JOIN user_roles o ON o.user_id = u.uuid JOIN roles r ON r.id = o.role_id JOIN permissions p ON p.role_id = r.id
         WHERE r.source = 'system' GROUP BY 1, 2, 3, 4 ORDER BY 4`,
      ),
    );
    const all = [
      ...['create', 'grant:all', 'grant:read', 'grant:update'],
      ...['hard-delete', 'read', 'soft-delete', 'update'],
    ];
    const theirs = { named: true, scope_type: 'user', own: true };
    const entities = [
      ...['app_config', 'artifact', 'artifact_registry', 'image', 'model_deployment'],
      ...['notification_channel', 'notification_rule', 'session', 'user', 'vfolder'],
    ];
    expect(allowed).toEqual(
      entities.map((entity) => ({
        ...theirs,
        entity_type: entity,
        operations: entity === 'user' ? all.filter((each) => each !== 'create') : all,
      })),
    );
  });
});
