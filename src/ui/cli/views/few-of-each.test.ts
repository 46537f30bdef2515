import { describe, expect, it } from 'vitest';
import { simulatedSnapshot } from '../../../core/cluster/simulated-cluster.ts';
import type { Finding } from '../../../lib/finding.ts';
import { plain } from '../paint.ts';
import { fewOfEach } from './few-of-each.ts';
import { findingLines } from './findings.ts';
import { statusText } from './status.ts';

const unhealthy = (count: number): Finding[] =>
  Array.from({ length: count }, (_each, index) => ({
    code: 'component-unhealthy',
    severity: 'blocker',
    subject: `a${index + 1}`,
    summary: `agent a${index + 1} does not run`,
    hint: `start a${index + 1}`,
  }));
const other: Finding = { code: 'disk', severity: 'warning', subject: 'control', summary: 'little room' };

describe('many alike', () => {
  it('are all shown while they are few', () => {
    const items = ['a1', 'a2', 'b1', 'a3'];
    expect(fewOfEach(items, (item) => item.slice(0, 1))).toEqual(items.map((item) => ({ item, more: [] })));
  });

  it('are told as findings by the first of them, and whom the others are for', () => {
    const lines = findingLines([...unhealthy(10_000), other]);
    expect(lines.filter((line) => line.includes('does not run'))).toHaveLength(5);
    expect(lines[10]).toBe(
      `${' '.repeat(24)}… and 9,995 more like these: a6, a7, a8, a9, a10, a11, a12, a13, a14, a15 and 9,985 more`,
    );
    expect(lines.at(-1)).toContain('little room');
    expect(findingLines(unhealthy(12))).toHaveLength(24);
  });

  it('are told as findings in the order of what must be fixed', () => {
    const told = (severity: Finding['severity'], code: string): Finding => ({ ...other, severity, code });
    const findings = [told('info', 'i1'), told('warning', 'w1'), told('blocker', 'b1'), told('info', 'i2')];
    const lines = findingLines([...findings, told('blocker', 'b2')]);
    expect(lines.map((line) => line.trim().split(' ')[1])).toEqual(['b1', 'b2', 'w1', 'i1', 'i2']);
  });

  it('are told as members of a cluster by the first of them, and those unlike them', () => {
    const agent = (healthy: boolean, id: string) => ({
      id,
      component: 'agent' as const,
      host: `h-${id}`,
      version: '24.03.11',
      environment: '/e/agent-24.03.11',
      active: healthy,
      healthy,
      configSha256: '0',
    });
    const components = Array.from({ length: 10_000 }, (_each, index) => agent(index !== 500, `a${index}`));
    const snapshot = simulatedSnapshot({ components });
    const status = {
      kind: 'whole',
      snapshot,
      route: 'none',
      ownDatabases: [],
      run: undefined,
      findings: [],
    } as const;
    const lines = statusText(status, plain).split('\n');
    expect(lines.slice(6, 8)).toEqual(['    … and 9,994 more like these', expect.stringContaining('✗ a500')]);
    expect(lines).toHaveLength(10);
  });
});
