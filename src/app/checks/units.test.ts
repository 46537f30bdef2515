import { describe, expect, it } from 'vitest';
import { simulatedInventory, simulatedMember } from '../../core/cluster/simulated-cluster.ts';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import { type SimulatedUnits, shellWithUnits } from '../../io/services/simulated-units.ts';
import { holdText, loosenedText } from '../../io/services/unit-hold.ts';
import { observe } from '../discovery/observe.ts';
import { simulatedReaders } from '../discovery/simulated-readers.ts';
import { noStrangers } from '../steps/no-strangers.ts';
import type { Check, CheckInput } from './check.ts';
import { checkInput } from './judge.ts';
import { proposeFix } from './propose-fix.ts';
import { serviceHeld } from './service-held.ts';
import { serviceManual } from './service-manual.ts';
import { serviceNotEnabled } from './service-not-enabled.ts';
import { serviceOutdated } from './service-outdated.ts';
import { serviceSamePath } from './service-same-path.ts';
import { serviceStarters } from './service-starters.ts';
import { serviceStopSignal } from './service-stop-signal.ts';
import { serviceStopTime } from './service-stop-time.ts';

const well = {
  UnitFileState: 'enabled',
  NeedDaemonReload: 'no',
  KillSignal: '2',
  TimeoutStopUSec: '10min',
};
const hop = [{ from: '24.03.11', to: '24.09.4' }];

/** An agent that is a unit, as it is observed on a host with these units and processes. */
async function observed(seen: SimulatedUnits, kind: 'systemd' | 'process' = 'systemd'): Promise<CheckInput> {
  const service =
    kind === 'systemd'
      ? { kind, unit: 'backendai-agent', environment: '/e/agent' }
      : { kind, folder: '/lab/services/a1' };
  const inventory = simulatedInventory([{ ...simulatedMember('a1', 'agent'), service }]);
  const units = { 'backendai-agent.service': well, ...seen.units };
  const sh = shellWithUnits({ ...seen, units });
  const files = new Map([['/lab/agent.toml', { content: '' }]]);
  const readers = simulatedReaders('running', {
    inventory,
    host: (name) => simulatedHost(name, files, { programs: { sh } }),
    service: () =>
      ({
        state: async () => ({ active: true, environment: '/e/agent' }),
        program: async () => ({ arguments: [], variables: {}, cwd: '/' }),
      }) as never,
    strangers: noStrangers,
    askMember: async () => ({ version: undefined, healthy: false }),
  });
  return checkInput(inventory, await observe(readers, 'status'));
}

const told = (check: Check, input: CheckInput) =>
  check.find(input).map(({ severity, subject, summary }) => [severity, subject, summary]);
const agent = (change: Readonly<Record<string, string>>) => ({
  units: { 'backendai-agent.service': { ...well, ...change } },
});

it.each([
  serviceNotEnabled,
  serviceOutdated,
  serviceStarters,
  serviceStopSignal,
  serviceStopTime,
  serviceManual,
  serviceHeld,
])('$code finds nothing in a unit that is as it should be', async (check) => {
  expect(told(check, await observed({}))).toEqual([]);
});

describe('a unit that a run has left held', () => {
  const file = '/etc/systemd/system/backendai-agent.service.d/zz-baiup.conf';
  const left = (text: string) => observed({ holds: { [file]: text } });
  const hold = { run: 'r-3 (an-id)', stopped: ['watch.timer'] };

  it('is told with its run, and with what lets it start where that run is lost', async () => {
    expect(serviceHeld.find(await left(holdText('SIGINT', hold)))).toEqual([
      {
        code: 'service.held',
        severity: 'warning',
        subject: 'a1',
        summary: `run r-3 (an-id) has backendai-agent.service on local stopped: nothing can start it while ${file} is there`,
        hint: `where that run was begun: baiup show r-3, then baiup resume r-3 or baiup rollback r-3. If that run is lost, see that the database is that of the installed release, then on local: sudo rm ${file} && sudo systemctl daemon-reload && sudo systemctl start backendai-agent.service watch.timer`,
      },
    ]);
  });

  it('is told where only what was stopped with it has not been started', async () => {
    expect(told(serviceHeld, await left(loosenedText(hold)))).toEqual([
      [
        'warning',
        'a1',
        'run r-3 (an-id) has started backendai-agent.service on local, and not what was stopped with it: watch.timer',
      ],
    ]);
  });

  it('by an earlier baiup is told without a run, and another unit’s hold is not its own', async () => {
    const text = holdText('SIGINT', { run: undefined, stopped: [] });
    expect(told(serviceHeld, await left(text))[0]?.[2]).toContain(
      'a run of baiup has backendai-agent.service',
    );
    const other = file.replace('agent', 'manager');
    expect(told(serviceHeld, await observed({ holds: { [other]: text } }))).toEqual([]);
  });
});

describe('a unit', () => {
  it('of a component without sessions may be stopped by SIGTERM', async () => {
    const input = await observed(agent({ KillSignal: '15' }));
    const components = input.snapshot.components.map((each) => ({
      ...each,
      component: 'webserver' as const,
    }));
    const snapshot = { ...input.snapshot, components };
    const inventory = {
      ...input.inventory,
      components: input.inventory.components.map((each) => ({ ...each, component: 'webserver' as const })),
    };
    expect(told(serviceStopSignal, { ...input, inventory, snapshot })).toEqual([]);
  });

  it.each([
    [
      'disabled',
      'is not enabled: it does not start when the host does',
      ['systemctl', 'enable', '--', 'backendai-agent.service'],
    ],
    ['masked', 'is masked: nothing can start it', undefined],
  ])('that is %s is told, and enabled where that is enough', async (state, text, argv) => {
    const input = await observed(agent({ UnitFileState: state }));
    expect(told(serviceNotEnabled, input)).toEqual([
      ['warning', 'a1', `backendai-agent.service on local ${text}`],
    ]);
    expect(proposeFix({ code: serviceNotEnabled.code, value: undefined }, input)).toMatchObject({
      kind: 'host',
      commands: argv ? [{ host: 'local', argv }] : [],
    });
  });

  it.each(['enabled', 'static', 'generated', 'alias', ''])('that is "%s" is fine', async (state) => {
    expect(told(serviceNotEnabled, await observed(agent({ UnitFileState: state })))).toEqual([]);
  });

  it('whose files were changed is told, since a stop would let them take effect', async () => {
    const input = await observed(agent({ NeedDaemonReload: 'yes' }));
    expect(told(serviceOutdated, input)).toMatchObject([
      ['warning', 'a1', expect.stringContaining('not read them yet')],
    ]);
    expect(proposeFix({ code: serviceOutdated.code, value: undefined }, input)).toMatchObject({
      commands: [{ host: 'local', argv: ['systemctl', 'daemon-reload'] }],
    });
  });

  it('of an agent that ends by SIGTERM is told, and only to be known before an upgrade', async () => {
    const input = await observed(agent({ KillSignal: '15' }));
    const text = expect.stringContaining('by SIGTERM, by which an agent ends all its sessions');
    expect(told(serviceStopSignal, input)).toEqual([['warning', 'a1', text]]);
    expect(told(serviceStopSignal, { ...input, hops: hop })).toEqual([['info', 'a1', text]]);
    // One that systemd stops together with another member's is not stopped by baiup's own signal in time.
    const [own] = input.snapshot.components;
    if (!own?.unit) throw new Error('an agent that is a unit has one');
    const starters = [{ unit: own.unit.unit, why: 'needs it' }];
    const near = {
      ...own,
      id: 's1',
      unit: { ...own.unit, unit: 'st.service', killSignal: 'SIGINT', starters },
    };
    const snapshot = { ...input.snapshot, components: [own, near] };
    expect(told(serviceStopSignal, { ...input, snapshot, hops: hop })).toEqual([
      ['blocker', 'a1', expect.stringContaining('whenever st.service stops')],
    ]);
    const apart = [own, { ...near, host: 'other' }];
    expect(
      told(serviceStopSignal, { ...input, snapshot: { ...snapshot, components: apart }, hops: hop }),
    ).toEqual([['info', 'a1', text]]);
    expect(proposeFix({ code: serviceStopSignal.code, value: undefined }, input)).toMatchObject({
      files: [
        {
          host: 'local',
          path: '/etc/systemd/system/backendai-agent.service.d/kill-signal.conf',
          content: expect.stringContaining('\n[Service]\nKillSignal=SIGINT\n'),
        },
      ],
      commands: [{ host: 'local', argv: ['systemctl', 'daemon-reload'] }],
    });
  });

  it.each([
    ['5s', 'systemd kills backendai-agent.service on local 5 s after'],
    ['1min 0s', undefined],
    ['infinity', undefined],
  ])('that gets %s to end is judged by what its component needs', async (time, text) => {
    const input = await observed(agent({ TimeoutStopUSec: time }));
    expect(told(serviceStopTime, input)).toEqual(
      text === undefined ? [] : [['info', 'a1', expect.stringContaining(text)]],
    );
  });

  it('that others would start is told with them', async () => {
    const input = await observed({
      units: {
        'backendai-agent.service': { ...well, RequiredBy: 'near.service' },
        'near.service': {},
      },
    });
    expect(told(serviceStarters, input)).toEqual([
      ['info', 'a1', expect.stringContaining('at the end: near.service (needs it)')],
    ]);
  });
});

describe('a program in somebody’s session', () => {
  const words = ['/e/agent/bin/python', '-m', 'ai.backend.agent.server'];
  const session = '0::/user.slice/user-1000.slice/session-3.scope ';

  it.each<[string, SimulatedUnits['processes'], number]>([
    ['is told', [{ pid: 7, groups: session, words }], 1],
    [
      'is told without its workers',
      [
        { pid: 7, groups: session, words },
        { pid: 8, parent: 7, groups: session, words },
      ],
      1,
    ],
    ['is told where sshd keeps no sessions', [{ pid: 7, groups: '0::/system.slice/ssh.service ', words }], 1],
    [
      'is none where a unit runs it',
      [{ pid: 7, groups: '0::/system.slice/backendai-agent.service ', words }],
      0,
    ],
    [
      'is none where another cluster’s unit runs it',
      [{ pid: 7, groups: '0::/system.slice/other.service ', words }],
      0,
    ],
    ['is none in a container', [{ pid: 7, groups: '0::/system.slice/docker-1f.scope ', words }], 0],
    [
      'is none where it only speaks of one',
      [{ pid: 7, groups: session, words: ['vi', 'ai.backend.agent.server'] }],
      0,
    ],
  ])('%s', async (_what, processes = [], count) => {
    const found = told(serviceManual, await observed({ processes }));
    expect(found).toHaveLength(count);
    if (count > 0)
      expect(found[0]).toEqual([
        'blocker',
        'local 7',
        expect.stringContaining('process 7 on local is a program (agent)'),
      ]);
  });

  it('is not told on a host where no unit runs its component', async () => {
    const processes = [{ pid: 7, groups: session, words }];
    expect(told(serviceManual, await observed({ processes }, 'process'))).toEqual([]);
  });
});

describe('units that start from the same path', () => {
  const exec = (line: string, path = line.split(' ')[0]) => ({
    ExecStart: `{ path=${path} ; argv[]=${line} ; }`,
  });
  const found = async (units: SimulatedUnits['units'], scripts: Record<string, string> = {}) => {
    const own = { ...well, ...exec('/e/agent/bin/python -m ai.backend.agent.server') };
    const input = await observed({ units: { 'backendai-agent.service': own, ...units }, scripts });
    return told(serviceSamePath, { ...input, hops: hop });
  };

  it('are told where they are nobody’s, by their command or their script', async () => {
    const others = {
      'report.service': exec('/e/agent/bin/python report.py'),
      'nightly.service': exec('/home/bai/nightly.sh'),
    };
    const summary = /report\.service and nightly\.service|report\.service, nightly\.service/;
    expect(await found(others, { '/home/bai/nightly.sh': '#!/bin/sh\n/e/agent/bin/python x.py\n' })).toEqual([
      ['warning', 'a1', expect.stringMatching(summary)],
    ]);
  });

  it('are not told where they are a watcher, which is stopped with it, or start from another path', async () => {
    const others = {
      'watch.service': exec('/e/agent/bin/python -m ai.backend.agent.watcher'),
      'other.service': exec('/e/agent-of-others/bin/python x.py'),
    };
    expect(await found(others)).toEqual([]);
  });
});
