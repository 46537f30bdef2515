import { describe, expect, it } from 'vitest';
import type { HostSnapshot } from '../../../core/cluster/host-snapshot.ts';
import type { MemberSnapshot } from '../../../core/cluster/snapshot.ts';
import { hostLines, hostsJson } from './status-hosts.ts';

const plain = (_style: unknown, text: string) => text;
const agent = (id: string, host: string, change: Partial<MemberSnapshot> = {}): MemberSnapshot => ({
  ...{ id, component: 'agent', host, version: '24.03.10', environment: '/e', active: true, healthy: true },
  ...{ configSha256: '0', ...change },
});
const lines = (hosts: readonly HostSnapshot[], members: readonly MemberSnapshot[]) =>
  hostLines(hosts, members, plain as never);

describe('a cluster of several hosts', () => {
  it('is told host by host, what is unusual first', () => {
    const hosts: HostSnapshot[] = [
      { name: 'h1' },
      { name: 'h2' },
      { name: 'h3', away: { code: 'host.unreachable', why: 'h3 cannot be reached' } },
      { name: 'h4', clock: { ahead: 61, within: 0.2 } },
      { name: 'lb' },
    ];
    const members = [
      agent('a1', 'h1'),
      agent('a2', 'h2', { healthy: false, trouble: 'its service does not run' }),
      agent('b2', 'h2'),
      agent('a3', 'h3', { unseen: true, version: undefined, healthy: false }),
      agent('a4', 'h4', { version: '24.03.11' }),
    ];
    expect(lines(hosts, members)).toEqual([
      '  versions   24.03.11 on a4; 24.03.10 on all 3 others',
      '  ✗ h2     b2 agent 24.03.10',
      '      ✗ a2 agent 24.03.10   its service does not run',
      '  ✗ h3     does not answer: h3 cannot be reached; a3',
      '  ! h4     its clock is 61 s ahead of ours',
      '      ! a4 agent 24.03.11',
      '  ✓ h1     a1 agent 24.03.10',
      '  ✓ lb     no member',
    ]);
  });

  it('of a thousand hosts is few lines, and what is unusual is among them', () => {
    const names = Array.from({ length: 1000 }, (_each, index) => `gpu${index}`);
    const hosts = names.map((name) => ({ name }));
    const members = names.map((name, index) =>
      agent(`a${index}`, name, index === 700 ? { healthy: false, trouble: 'it is full' } : {}),
    );
    const told = lines(hosts, members);
    expect(told.length).toBeLessThan(12);
    expect(told.slice(0, 2)).toEqual(['  ✗ gpu700', '      ✗ a700 agent 24.03.10   it is full']);
    expect(told.at(-1)).toMatch(/^ {4}… and 994 more like these: gpu5, .* and 984 more$/);
  });

  it('is told to scripts whole', () => {
    const away = { code: 'host.unreachable', why: 'h2 cannot be reached' };
    const hosts: HostSnapshot[] = [
      { name: 'h1', clock: { ahead: 0.12345, within: 0.1 } },
      { name: 'h2', away },
    ];
    expect(hostsJson(hosts, [agent('a1', 'h1')])).toEqual([
      { host: 'h1', answers: true, components: ['a1'], clockAhead: 0.123 },
      { host: 'h2', answers: false, components: [], trouble: 'h2 cannot be reached' },
    ]);
  });
});
