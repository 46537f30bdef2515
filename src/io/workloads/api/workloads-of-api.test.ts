import { describe, expect, it } from 'vitest';
import { type ManagerFault, simulatedManager } from './simulated-manager.ts';
import { workloadsOfApi } from './workloads-of-api.ts';

const at = (n: number): string =>
  new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString().replace('Z', '000+00:00');

const session = (n: number, more: object = {}) => ({
  ...{ id: `s${n}`, name: `name ${n}`, type: 'INTERACTIVE', status: 'RUNNING', created_at: at(n) },
  ...more,
});

async function read(
  sessions: ReturnType<typeof session>[],
  how: Parameters<typeof simulatedManager>[1] = {},
) {
  await using manager = await simulatedManager(sessions, how);
  const found = await workloadsOfApi(manager.options);
  return { ...found, asked: manager.asked, most: manager.most() };
}

describe('workloads of the API', () => {
  it('reads a session with all that its release tells of it', async () => {
    const { sessions, version } = await read([
      session(1, {
        ...{
          type: 'BATCH',
          user_email: 'ana@example.com',
          access_key: 'AK1',
          group_name: 'vision',
          domain_name: 'default',
        },
        ...{
          scaling_group: 'gpu',
          image: 'registry/python:3.9',
          agent_ids: ['i-1', 'i-1', null, 'i-2'],
          status_info: '',
        },
        occupied_slots: '{"cpu": "2", "mem": "268435456"}',
        idle_checks:
          '{"session_lifetime": {"remaining": null}, "network_timeout": {"remaining": 61.5}, "utilization": {"remaining": 600}}',
      }),
    ]);
    expect(version).toBe('24.03.11');
    expect(sessions).toEqual([
      {
        ...{
          id: 's1',
          name: 'name 1',
          kind: 'batch',
          status: 'RUNNING',
          owner: 'ana@example.com',
          accessKey: 'AK1',
        },
        ...{ project: 'vision', domain: 'default', resourceGroup: 'gpu', image: 'registry/python:3.9' },
        ...{ agents: ['i-1', 'i-2'], created: Date.parse(at(1)), slots: { cpu: 2, mem: 268435456 } },
        idle: { check: 'network_timeout', left: 61.5 },
      },
    ]);
  });

  it('of one that waits it tells what it asks for, and that comes last', async () => {
    const slots = { requested_slots: '{"cpu": "4"}', occupied_slots: '{}' };
    const { sessions } = await read([
      session(1, { status: 'PENDING', ...slots }),
      session(2),
      session(3, { status: 'TERMINATED' }),
    ]);
    expect(sessions.map(({ id, slots: its }) => [id, its])).toEqual([
      ['s2', {}],
      ['s1', { cpu: 4 }],
    ]);
  });

  it('reads all pages, each session once, also of many that began at the same moment', async () => {
    const many = [
      ...Array.from({ length: 250 }, (_, n) => session(n)),
      ...Array.from({ length: 230 }, (_, n) => session(1000 + n, { created_at: at(250) })),
      ...Array.from({ length: 90 }, (_, n) => session(2000 + n)),
    ];
    const { sessions, most } = await read(many);
    expect(new Set(sessions.map(({ id }) => id))).toEqual(new Set(many.map(({ id }) => id)));
    expect(sessions).toHaveLength(many.length);
    expect(most).toBeLessThanOrEqual(3);
  });

  it('loses none because others end while it reads', async () => {
    const many = Array.from({ length: 350 }, (_, n) => session(n));
    let pages = 0;
    const onPage = (): void => {
      pages += 1;
      // What was read first has ended by the time of the next page.
      if (pages === 1) many.splice(0, 60);
    };
    const { sessions } = await read(many, { onPage });
    expect(sessions).toHaveLength(350);
  });

  it.each<[ManagerFault, string, RegExp]>([
    ['wrong-keys', 'api.refused', /401.*Signature mismatch/],
    ['clock', 'api.clock', /Date\/time sync error.*15 minutes.*here it is 20/],
    ['forbidden', 'api.refused', /403.*Forbidden/],
    ['user', 'api.role', /a user, who sees only some/],
    ['domain-admin', 'api.role', /an admin of one domain, who sees only some/],
    ['broken', 'api.failed', /500.*Internal/],
    ['hangs', 'api.unreachable', /does not answer/],
    ['unknown-field', 'api.unknown', /Cannot query field 'scaling_group'/],
    ['other-shape', 'api.unknown', /something else than was asked/],
    ['no-json', 'api.failed', /cannot be understood.*<html>/],
    ['stuck-pages', 'api.unknown', /the same sessions on every page/],
  ])('%s is %s, with a hint', async (fault, code, message) => {
    const many = Array.from({ length: 150 }, (_, n) => session(n));
    const told = await read(many, { fault }).catch((error: unknown) => error);
    expect(told).toMatchObject({ code, message: expect.stringMatching(message) });
    if (fault === 'forbidden') expect(told).toMatchObject({ hint: expect.stringContaining('superadmin') });
    if (code !== 'api.failed') expect(told).toMatchObject({ hint: expect.stringMatching(/./) });
  });

  it.each([
    ['22.09.5', 'containers { agent }', 'agent_ids'],
    ['23.03.8', 'agent_ids', 'containers { agent }'],
    ['22.09.23', 'idle_checks', 'endpoint_list'],
    ['23.03.0', 'endpoint_list', 'desired_session_count'],
    ['23.09.10', 'session_owner_email', 'requested_slots'],
    ['24.03.11', 'desired_session_count', ' replicas'],
    ['26.09.6', ' replicas', 'desired_session_count'],
    ['31.01.0', 'requested_slots', 'containers { agent }'],
  ])('asks %s for %s, not for %s', async (version, has, lacks) => {
    const { asked } = await read([session(1)], { version });
    const all = asked.join('\n');
    expect([all.includes(has), all.includes(lacks)]).toEqual([true, false]);
  });

  it.each(['24.03.11+site.2', '24.09.4.post1', 'nightly'])(
    'of a build %s is api.unknown',
    async (version) => {
      const told = await read([session(1)], { version }).catch((error: unknown) => error);
      expect(told).toMatchObject({ code: 'api.unknown', message: expect.stringContaining(version) });
    },
  );
});
