import { describe, expect, it } from 'vitest';
import { simulatedHost } from '../hosts/simulated.ts';
import { type SimulatedUnits, shellWithUnits } from './simulated-units.ts';
import { startersOf } from './systemd-starters.ts';

const start = (command: string, path = command.split(' ')[0]) =>
  `{ path=${path} ; argv[]=${command} ; ignore_errors=no }`;
const agent = { ExecStart: start('/home/bai/bin/run-agent.sh') };
const of = (unit: string, seen: SimulatedUnits) =>
  startersOf(simulatedHost('h1', new Map(), { programs: { sh: shellWithUnits(seen) } }), unit);

describe('what would start a unit while it is stopped', () => {
  it.each<[string, SimulatedUnits, readonly unknown[]]>([
    [
      'nothing',
      { units: { 'agent.service': agent, 'cron.service': { ExecStart: start('/usr/sbin/cron -f') } } },
      [],
    ],
    [
      'what triggers it, where that is at work',
      {
        units: {
          'agent.service': { ...agent, TriggeredBy: 'agent.timer agent.path' },
          'agent.timer': {},
          'agent.path': { ActiveState: 'inactive' },
        },
      },
      [{ unit: 'agent.timer', why: 'triggers it' }],
    ],
    [
      'what needs it, and what needs that or is a part of it: systemd stops all of them with it',
      {
        units: {
          'agent.service': { ...agent, RequiredBy: 'near.service own.target', BoundBy: 'gone.service' },
          'near.service': { ConsistsOf: 'agent.service' },
          'gone.service': { ActiveState: 'inactive', RequiredBy: 'after.service' },
          'after.service': {},
          'own.target': { ConsistsOf: 'exporter.service done.service' },
          'exporter.service': {},
          'done.service': { Type: 'oneshot' },
          'far.target': {},
        },
      },
      [
        { unit: 'near.service', why: 'needs it' },
        { unit: 'own.target', why: 'needs it' },
        { unit: 'exporter.service', why: 'stops with own.target' },
        { unit: 'done.service', why: 'stops with own.target' },
        { unit: 'after.service', why: 'stops with gone.service' },
      ],
    ],
    [
      'the timer of what restarts it by a command; that itself ends at once',
      {
        units: {
          'agent.service': agent,
          'again.service': {
            Type: 'oneshot',
            ExecStart: start('/bin/systemctl restart agent.service'),
            TriggeredBy: 'again.timer',
          },
          'again.timer': {},
        },
      },
      [{ unit: 'again.timer', why: 'triggers again.service' }],
    ],
    [
      'a service whose script starts it',
      {
        units: { 'agent.service': agent, 'guard.service': { ExecStart: start('/opt/guard.sh') } },
        scripts: { '/opt/guard.sh': '#! /bin/sh\nwhile sleep 9; do systemctl start agent; done\n' },
      },
      [{ unit: 'guard.service', why: 'starts it by a command' }],
    ],
    [
      'a service whose script starts it, and has a space in its path',
      {
        units: {
          'agent.service': agent,
          'guard.service': { ExecStart: start('/opt/own tools/guard.sh', '/opt/own tools/guard.sh') },
        },
        scripts: { '/opt/own tools/guard.sh': '#! /bin/sh\nsystemctl restart agent\n' },
      },
      [{ unit: 'guard.service', why: 'starts it by a command' }],
    ],
    [
      'not one that starts another with a like name',
      {
        units: {
          'agent.service': agent,
          'guard.service': { ExecStart: start('/bin/systemctl start agent-two') },
        },
      },
      [],
    ],
    [
      'a watcher beside an agent',
      {
        units: {
          'agent.service': agent,
          'watcher.service': { ExecStart: start('/e/bin/python -m ai.backend.agent.watcher') },
        },
      },
      [{ unit: 'watcher.service', why: 'watches it, and may start it' }],
    ],
  ])('%s', async (_what, seen, expected) => {
    expect(await of('agent.service', seen)).toEqual(expected);
  });

  it('is the same by each of its names', async () => {
    const units = {
      'own-agent.service': {
        ...agent,
        Names: 'own-agent.service agent.service',
        TriggeredBy: 'agent.timer',
      },
      'agent.timer': {},
      'guard.service': { ExecStart: start('/bin/systemctl restart own-agent') },
    };
    for (const name of ['agent.service', 'own-agent.service'])
      expect(await of(name, { units })).toEqual([
        { unit: 'agent.timer', why: 'triggers it' },
        { unit: 'guard.service', why: 'starts it by a command' },
      ]);
  });

  it('is not a watcher beside a manager', async () => {
    const units = {
      'manager.service': {},
      'watcher.service': { ExecStart: start('/e/bin/python -m ai.backend.agent.watcher') },
    };
    expect(await of('manager.service', { units })).toEqual([]);
  });
});
