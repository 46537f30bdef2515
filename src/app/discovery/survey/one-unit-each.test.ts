import { describe, expect, it } from 'vitest';
import type { Host } from '../../../io/hosts/port.ts';
import { hostWithUnits, simulatedEnvironment, type UnitWorld } from './simulated-unit-host.ts';
import { surveyHost } from './survey-host.ts';

describe('of several units that start the same agent', () => {
  const toml = (port: number): string => `[agent]\nrpc-listen-addr = { host = "10.0.0.4", port = ${port} }\n`;
  const hostOf = (units: NonNullable<UnitWorld['units']>, old = toml(6001)) =>
    hostWithUnits({
      units,
      files: {
        '/srv/agent/agent.toml': toml(6001),
        '/srv/old/agent.toml': old,
        ...simulatedEnvironment('/srv/agent/.venv', 'agent'),
        ...simulatedEnvironment('/srv/old/.venv', 'agent'),
      },
    });
  const unit = (folder: string, more: object = {}) => ({
    ...{ start: `/srv/${folder}/.venv/bin/python -m ai.backend.agent.server`, workdir: `/srv/${folder}` },
    ...more,
  });
  const found = async (host: Host) =>
    (await surveyHost(host)).map(({ service, otherUnits, remarks }) => [
      Object.values(service ?? {})[0],
      otherUnits,
      remarks.map(({ at, text }) => `${at}: ${text}`),
    ]);

  it('takes the one that runs, and tells of the other, which has the same file', async () => {
    const units = {
      'agent-old.service': unit('agent', { isEnabled: false }),
      'agent.service': unit('agent', { pid: 7 }),
    };
    expect(await found(hostOf(units))).toEqual([
      [
        'agent.service',
        ['agent-old.service'],
        [
          'service: guessed: agent-old.service would start the same agent (/srv/agent/agent.toml); it does not run and it is not enabled',
        ],
      ],
    ]);
  });

  it('takes the one that is enabled where none runs, and knows them by their port', async () => {
    const units = { 'a-old.service': unit('old', { isEnabled: false }), 'b.service': unit('agent') };
    expect(await found(hostOf(units))).toEqual([
      [
        'b.service',
        ['a-old.service'],
        [
          'service: guessed: a-old.service would start the same agent (port 6001); it does not run and it is not enabled',
        ],
      ],
    ]);
  });

  it('takes both where both run, or where each has a port of its own', async () => {
    const both = { 'a.service': unit('old', { pid: 7 }), 'b.service': unit('agent', { pid: 8 }) };
    expect((await found(hostOf(both))).map(([name]) => name)).toEqual(['a.service', 'b.service']);
    const apart = {
      'a.service': unit('old', { isEnabled: false }),
      'b.service': unit('agent', { pid: 8 }),
    };
    expect(await found(hostOf(apart, toml(6002)))).toEqual([
      ['a.service', [], []],
      ['b.service', [], []],
    ]);
  });
});
