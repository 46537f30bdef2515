import { type BreakingRows, breakingRows, counted } from './breaking-rows.ts';
import type { Check } from './check.ts';

const keep = 'to keep them, put right what they lack before the hop; else accept it';

/** Data: rows that a revision deletes by intent, as its source says. Nothing fails, and nobody is told. */
const all: readonly Omit<BreakingRows, 'manual' | 'givesUp'>[] = [
  {
    code: 'database.session-without-group',
    revision: 'b4c5d6e7f8a9',
    rows: {
      of: ['sessions.scaling_group_name', 'kernels.scaling_group', 'kernels.session_id'],
      select: `SELECT s.id, s.name, s.status, s.created_at FROM sessions s
WHERE s.scaling_group_name IS NULL AND (
  SELECT count(DISTINCT k.scaling_group) FROM kernels k WHERE k.session_id = s.id AND k.scaling_group IS NOT NULL) <> 1
ORDER BY s.created_at`,
    },
    says: (count) =>
      `${counted(count, 'session has', 'sessions have')} no resource group, nor one by their kernels; the migration deletes them with their kernels`,
  },
  {
    code: 'database.kernel-without-group',
    revision: 'e9a1c77b42d0',
    rows: {
      of: ['kernels.scaling_group', 'kernels.session_name'],
      select: `SELECT k.id, k.session_name, k.status, k.created_at FROM kernels k
WHERE k.scaling_group IS NULL ORDER BY k.created_at`,
    },
    says: (count) =>
      `${counted(count, 'kernel has', 'kernels have')} no resource group; the migration deletes them`,
  },
  {
    code: 'database.keypair-without-secret',
    revision: 'e4a91c05df38',
    rows: {
      of: ['keypairs.access_key', 'keypairs.secret_key', 'keypairs.user', 'users.uuid', 'users.email'],
      select: `SELECT k.access_key, u.email FROM keypairs k LEFT JOIN users u ON u.uuid = k."user"
WHERE k.secret_key IS NULL ORDER BY k.access_key`,
    },
    says: (count) =>
      `${counted(count, 'keypair has', 'keypairs have')} no secret key; the migration deletes them`,
  },
  {
    code: 'database.endpoint-without-owner',
    revision: '8f3c1d5a2b47',
    rows: {
      of: ['endpoints.session_owner', 'endpoints.created_user', 'routings.endpoint', 'users.uuid'],
      select: `SELECT e.id, e.name FROM endpoints e
WHERE NOT EXISTS (SELECT 1 FROM users u WHERE u.uuid IN (e.session_owner, e.created_user))
  AND NOT EXISTS (SELECT 1 FROM routings r WHERE r.endpoint = e.id) ORDER BY e.id`,
    },
    says: (count) =>
      `${counted(count, 'service has', 'services have')} neither owner nor creator among the users, nor a replica; the migration deletes them with their tokens`,
  },
  {
    code: 'database.endpoint-token-unbound',
    revision: 'c1a7f3e0d94b',
    rows: {
      of: ['endpoint_tokens.endpoint', 'endpoints.id'],
      select: `SELECT t.id, t.endpoint FROM endpoint_tokens t
WHERE t.endpoint IS NULL OR NOT EXISTS (SELECT 1 FROM endpoints e WHERE e.id = t.endpoint) ORDER BY t.id`,
    },
    says: (count) =>
      `${counted(count, 'service token belongs', 'service tokens belong')} to no service; the migration deletes them`,
  },
  {
    code: 'database.image-without-registry',
    revision: '045b0e0e4384',
    rows: {
      of: ['images.registry_id', 'container_registries.id'],
      select: `SELECT i.id, i.name, i.architecture FROM images i
WHERE i.registry_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM container_registries r WHERE r.id = i.registry_id) ORDER BY i.name`,
    },
    says: (count) =>
      `${counted(count, 'image is', 'images are')} of a registry that is not in the database; the migration deletes them`,
  },
  {
    code: 'database.app-config-dropped',
    revision: '84d5c6daf8cc',
    rows: {
      of: ['app_configs.scope_type', 'app_configs.scope_id'],
      select: 'SELECT a.scope_type, a.scope_id FROM app_configs a ORDER BY 1, 2',
    },
    says: (count) =>
      `${counted(count, 'setting', 'settings')} of the web interface (table app_configs) are not taken over: the migration drops the table`,
  },
];

export const rowsGivenUp: readonly Check[] = all.map((each) =>
  breakingRows({ ...each, manual: keep, source: 'its own text', givesUp: true }),
);
