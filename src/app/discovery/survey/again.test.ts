import { describe, expect, it } from 'vitest';
import type { Inventory } from '../../../core/cluster/inventory.ts';
import { simulatedInventory, simulatedMember } from '../../../core/cluster/simulated-cluster.ts';
import { parseInventory } from '../load-inventory.ts';
import { lookedAgain } from './again.ts';
import { clusterText } from './cluster-document.ts';
import type { FoundMember } from './found.ts';
import type { DraftCluster, DraftMember } from './found-cluster.ts';

const [m1, a1] = [
  simulatedMember('m1', 'manager'),
  { ...simulatedMember('a1', 'agent', 6001), agent: { id: 'i-1', varBase: '/lab/var' } },
];

function drafted(member: Inventory['components'][number]): DraftMember {
  const { component, host, config, workdir, service } = member;
  const found: FoundMember = {
    ...{
      host,
      component,
      service: { folder: (service as { folder: string }).folder },
      pid: 1,
      isActive: true,
      isEnabled: true,
      user: 'bai',
    },
    ...{ workdir, environment: { path: '/v', real: '/v' }, version: undefined, config, configText: '' },
    ...{ variables: new Map(), variableFiles: new Map(), remarks: [] },
  };
  return { written: member, found, remarks: {} };
}

function draft(
  members: readonly Inventory['components'][number][],
  change: Partial<Inventory> = {},
): DraftCluster {
  const { components: _none, ...head } = { ...simulatedInventory([]), ...change };
  return { head, remarks: {}, members: members.map(drafted), others: [], findings: [] };
}

/** As init has written it, and as somebody has edited it. */
const before = `${clusterText(draft([m1, a1]))}`
  .replace('port: 5432', 'port: 15432 # by the pooler')
  .replace('- id: a1', '# the big one\n  - id: gpu');

const again = (found: DraftCluster, text = before, looked = ['local']) =>
  lookedAgain(text, parseInventory('cluster.yaml', text), found, looked);

describe('a cluster file that is there already', () => {
  it('is as it was where nothing is new, and what it says otherwise is told', () => {
    const { text, changes } = again(draft([m1, a1]));
    expect(text).toBe(before);
    expect(changes).toEqual([
      { kind: 'differs', what: 'database.port is 15432 in the file, and was found as 5432' },
    ]);
  });

  it('gets hosts and members that are new, each with an id of its own, and keeps comments and values', () => {
    const more = { ...simulatedMember('a1', 'agent', 6002), host: 'n2' };
    const { text, changes, members } = again(
      draft([m1, a1, more], { hosts: { local: { transport: 'local' }, n2: { ssh: 'bai@n2' } } }),
    );
    expect(changes.filter(({ kind }) => kind === 'added').map(({ what }) => what)).toEqual([
      'host n2',
      'a1: agent on n2',
    ]);
    // What is shown of them has the ids of the file, not those that a new file would have.
    expect(members.map(({ written }) => `${written.id} ${written.host}`)).toEqual([
      ...['m1 local', 'gpu local', 'a1 n2'],
    ]);
    expect(text).toContain('15432 # by the pooler');
    expect(text).toContain('# the big one');
    const { components, hosts } = parseInventory('cluster.yaml', text);
    expect(components.map(({ id, host }) => `${id} ${host}`)).toEqual(['m1 local', 'gpu local', 'a1 n2']);
    expect(hosts['n2']).toEqual({ ssh: 'bai@n2' });
    expect(lookedAgain(text, parseInventory('cluster.yaml', text), draft([m1, a1, more]), []).text).toBe(
      text,
    );
  });

  it('gives a new member another id where its own is taken, also as the place of its secret', () => {
    const database = {
      host: 'd',
      port: 1,
      name: 'n',
      user: 'u',
      password: { from: 'm1', file: '/c', key: 'db.password' },
    };
    const other = {
      ...simulatedMember('m1', 'app-proxy-coordinator', 10_200),
      host: 'local',
      config: '/other.toml',
      database,
      service: { kind: 'process', folder: '/other' } as const,
    };
    const { text } = again(draft([m1, a1, other]));
    expect(parseInventory('cluster.yaml', text).components.at(-1)).toMatchObject({
      id: 'm2',
      database: { password: { from: 'm2' } },
    });
  });

  it('tells of a member that is not found on a host that was looked at, and of no other', () => {
    expect(again(draft([m1])).changes).toContainEqual({
      kind: 'gone',
      what: expect.stringContaining('gpu: no agent was found on local'),
    });
    expect(again(draft([m1]), before, []).changes.filter(({ kind }) => kind === 'gone')).toEqual([]);
  });

  it('does not miss what only a later release has', () => {
    const later = before.replace('- id: m1', '- id: m1\n    since: 24.03.7');
    expect(again(draft([a1]), later).changes.filter(({ kind }) => kind === 'gone')).toEqual([]);
    expect(again(draft([a1])).changes.filter(({ kind }) => kind === 'gone')).toHaveLength(1);
  });

  it('is told of a member that was found with another configuration', () => {
    const moved = { ...m1, config: '/etc/backend.ai/manager.toml' };
    expect(again(draft([moved, a1])).changes).toContainEqual({
      kind: 'differs',
      what: 'm1.config is /lab/manager.toml in the file, and was found as /etc/backend.ai/manager.toml',
    });
  });

  it('has a member under another unit that starts the same: it is no other member', () => {
    const written = { ...a1, service: { kind: 'systemd', unit: 'agent-old', environment: '/v' } } as const;
    const now = { ...written, service: { ...written.service, unit: 'agent' } };
    const own = draft([m1, written]);
    const { members } = draft([m1, now]);
    const found = members.map((each) =>
      each.written.id === 'a1'
        ? {
            ...each,
            found: { ...each.found, service: { unit: 'agent.service' }, otherUnits: ['agent-old.service'] },
          }
        : each,
    );
    expect(again({ ...own, members: found }, clusterText(own)).changes).toEqual([
      { kind: 'differs', what: 'a1.service.unit is agent-old in the file, and was found as agent' },
    ]);
  });
});
