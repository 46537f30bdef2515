import { describe, expect, it } from 'vitest';
import { steps } from './index.ts';

const service = {
  member: 'm1',
  component: 'manager',
  version: '2',
  signal: 'SIGINT',
  stopTimeoutMs: 1000,
  startTimeoutMs: 1000,
};
const leg = { environment: '/e/manager-2', run: ['b', 'c'], from: ['a'], head: 'c' };
const migration = { hop: 1, member: 'm1', legs: [leg] };
const agent = {
  hop: 1,
  member: 'a1',
  component: 'agent',
  locations: {},
  from: { environment: '/e/agent-1', version: '24.03.11' },
  to: { environment: '/e/agent-2', version: '24.09.4' },
  restoresData: true,
};
const staged = {
  host: 'local',
  component: 'manager',
  version: '2',
  folder: '/e/manager-2',
  published: '2024-01-01',
  python: '3.12',
  config: '/c',
  member: 'm1',
};
const parked = {
  hop: 1,
  member: 'm1',
  component: 'manager',
  version: '2',
  environment: '/e/manager-2',
  config: '/c',
  memory: 1,
};
const expected = { hop: 1, version: '2', environment: '/e/manager-2', head: 'b', member: 'm1' };
const made = { hop: 1, database: 'c1', name: 'own', version: '2', environment: '/e/c-2', head: 'b' };
const moved = { hop: 1, member: 'c1', address: 'http://127.0.0.1:10200' };
const manual = { hop: 1, rule: 'lamps', what: 'turn the lamps', how: 'with your hands' };

const ends = { hop: 1, from: '1', to: '2' };

const standIn = {
  ...service,
  ...{ hop: 1, before: '1', environment: '/e/manager-2', config: '/c', memory: 1 },
};

const rows: readonly (readonly [kind: string, params: object])[] = [
  ['environment.stage', staged],
  ['environment.stage', { ...staged, proves: 'migrator' }],
  ['runner.prepare', { member: 'a1', version: '2', environment: '/e/agent-2' }],
  ['schema.expect', expected],
  ['schema.expect', { ...expected, database: 'c1' }],
  ['operator.approve', { ...manual, optional: false }],
  ['operator.approve', { ...manual, optional: true }],
  ['migrator.warm', migration],
  ['migrator.warm', { ...migration, legs: [leg, { ...leg, run: ['d'], head: 'd' }] }],
  ['service.stop', service],
  ['database.capture', { hop: 1 }],
  ['database.capture', { hop: 1, database: 'c1' }],
  ['database.seal', { hop: 1 }],
  ['configstore.capture', { hop: 1 }],
  ['database.create', made],
  [
    'configstore.edit',
    {
      hop: 1,
      rule: 'lamps',
      moves: [
        { move: 'old/', to: ['new/'] },
        { move: 'other/', to: ['x/'] },
      ],
    },
  ],
  ['proxy.move', { ...moved, groups: ['default'] }],
  ['proxy.move', { ...moved, groups: ['default', 'gpu'] }],
  ['files.capture', agent],
  ['schema.migrate', migration],
  ['schema.migrate', { ...migration, database: 'c1' }],
  ['service.switch', { member: 'm1', component: 'manager', from: '/e/manager-1', to: '/e/manager-2' }],
  [
    'configuration.patch',
    {
      hop: 1,
      member: 'm1',
      component: 'manager',
      config: '/etc/manager.toml',
      edits: [
        { action: 'rename', key: 'agent.a', to: 'b' },
        { action: 'remove', key: 'agent.c' },
      ],
    },
  ],
  ['service.park', parked],
  ['standin.start', standIn],
  ['standin.end', standIn],
  ['service.start', service],
  ['component.prove', { member: 'm1', component: 'manager', version: '2' }],
  ['environment.note', { hop: 1, members: [{ member: 'm1', from: '/e/manager-1' }] }],
  ['environment.prove', { hop: 1, version: '2', members: [{ member: 'm1', from: '/e/manager-1' }] }],
  ['schema.prove', { hop: 1, head: 'c', toLine: '24.09' }],
  ['schema.prove', { hop: 1, head: 'c', toLine: '24.09', database: 'c1' }],
  ['census.view', { hop: 1 }],
  ['census.prove', { hop: 1, revisions: [], moved: [] }],
  ['capacity.prove', { hop: 1 }],
  ['api.note', { hop: 1 }],
  ['api.prove', { hop: 1, from: '24.03.11', to: '24.09.4' }],
  ['session.try', { hop: 1 }],
  ['agents.note', { hop: 1 }],
  ['wave.gate', { hop: 1, wave: 0, name: 'canary', members: ['a1'], bake: 120 }],
  ['session.try', { hop: 1, agents: true }],
  ['session.prove', { hop: 1 }],
  ['session.prove', { hop: 1, skipped: 'there is no image' }],
  ['containers.note', agent],
  ['containers.check', agent],
  ['containers.prove', { hop: 1, member: 'a1' }],
  ['barrier', { what: 'everything is stopped' }],
  ['slots.add', { hop: 1, slots: [{ name: 'labgpu.device', type: 'count' }] }],
  ['environment.link', { member: 'm1', component: 'manager', path: '/w/.venv', keep: '/w/.venv-1' }],
  ['announcement.note', { hop: 1 }],
  ['announcement.set', ends],
  ['announcement.end', ends],
  ['workloads.quiesce', { hop: 1, restoresData: true }],
  ['workloads.drain', { hop: 1, part: 'users', policy: 'wait', seconds: 1800 }],
  ['workloads.drain', { hop: 1, part: 'users', policy: 'ask', seconds: 90, kinds: { batch: 'wait' } }],
  ['workloads.drain', { hop: 1, part: 'users', policy: 'end', seconds: 90, labels: { nightly: 'give-up' } }],
  ['workloads.drain', { hop: 1, part: 'rest', policy: 'force', seconds: 120 }],
  ['workloads.drain', { hop: 1, part: 'users', policy: 'give-up', seconds: 60 }],
  ['endpoints.rest', { hop: 1, restoresData: true }],
  ['workloads.return', { hop: 1 }],
  ['database.aside', { hop: 1 }],
  ['database.aside', { hop: 1, database: 'c1' }],
  ['database.note', { hop: 1 }],
  ['database.name', { hop: 1, head: 'c' }],
  ['database.dump', { hop: 1 }],
  ['others.leave', { hop: 1, policy: 'wait', seconds: 15 }],
  ['others.leave', { hop: 1, policy: 'end', seconds: 90 }],
  ['others.leave', { hop: 1, policy: 'refuse', seconds: 15, database: 'c1' }],
  ['others.wait', { hop: 1, policy: 'wait', seconds: 15 }],
  ['others.wait', { hop: 1, policy: 'end', seconds: 90 }],
  ['others.wait', { hop: 1, policy: 'refuse', seconds: 15, database: 'c1' }],
  ['locks.release', { hop: 1 }],
];

it('has a row for every step', () => {
  expect([...new Set(rows.map(([kind]) => kind))].sort()).toEqual(steps.map(({ kind }) => kind).sort());
});

describe('what an operator reads of a step, and what undoing it hangs on', () => {
  it.each(rows)('%s %#', (kind, given) => {
    const step = steps.find((each) => each.kind === kind);
    if (!step) expect.unreachable();
    const params: unknown = step.params.parse(given);
    expect({
      title: step.title(params),
      estimate: step.estimate,
      ...(step.service ? { service: step.service } : {}),
      ...(step.transient ? { transient: true } : {}),
      ...(step.waits ? { waits: step.waits } : {}),
      ...(step.asks ? { asks: step.asks(params) } : {}),
      ...(step.member ? { member: step.member(params) } : {}),
      ...(step.data ? { data: step.data(params) } : {}),
      ...(step.notUndone ? { notUndone: step.notUndone(params) } : {}),
      ...(step.undoKey ? { undoKey: step.undoKey(params) } : {}),
    }).toMatchSnapshot();
  });
});
