import { hostname } from 'node:os';
import { expect, it } from 'vitest';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { simulatedLock } from '../../io/configstore/simulated-lock.ts';
import { simulatedJournal } from '../../io/journal/simulated-journal.ts';
import type { Finding } from '../../lib/finding.ts';
import { simulatedReaders } from '../discovery/simulated-readers.ts';
import { clusterLock } from '../wiring/cluster-lock.ts';
import { checkOn } from './check.ts';
import { planOn } from './plan.ts';

const now = () => new Date('2026-11-27T12:00:00Z');
const to = parseVersion('24.09.4');
const way = { policy: 'page', windows: 'each' } as const;
const intended = { drain: undefined, guards: [] };
const anas = {
  run: 'r-1',
  id: '7f3a9c2e41b0',
  what: 'run',
  from: '24.03.11',
  to: '24.09.4',
  who: 'ana@desk',
  why: '24.03.11 → 24.09.4',
} as const;

/** The cluster as Ben sees it, who has no run, while Ana's has its lock. */
async function bens(life: 'alive-elsewhere' | 'silent' | undefined) {
  const store = simulatedLock();
  if (life) await clusterLock(store, simulatedJournal(now, '/ana'), now).hold(anas);
  if (life) store.seem(life);
  const own = clusterLock(store, simulatedJournal(now, '/ben'), now);
  return { readers: simulatedReaders('frozen', { lock: async () => (await own.find())?.lock }) };
}

const asked: [string, (cluster: Awaited<ReturnType<typeof bens>>) => Promise<readonly Finding[]>][] = [
  [
    'plan',
    async (cluster) => {
      const planned = await planOn(cluster, to, { ...way, accept: [], leaveFiles: false });
      return planned.kind === 'refused' ? planned.findings : [];
    },
  ],
  ['check', async (cluster) => (await checkOn(cluster, { ...way, intended, to })).findings],
  [
    'check of the cluster alone',
    async (cluster) => (await checkOn(cluster, { ...way, intended, to: undefined })).findings,
  ],
];

const locked = (findings: readonly Finding[]) => findings.filter(({ code }) => code === 'cluster.locked');

it.each(asked)(
  'after a kill another operator’s %s says whose run nobody drives, and what to type',
  async (_what, ask) => {
    const findings = await ask(await bens('silent'));
    expect(locked(findings)).toEqual([
      {
        code: 'cluster.locked',
        severity: 'blocker',
        subject: 'lab',
        summary: `run r-1 of ana@desk, 24.03.11 → 24.09.4, since 2026-11-27T12:00:00.000Z, unfinished; nobody drives it: there has been no sign of life from ${hostname()} for more than a minute`,
        hint: 'ana@desk has its journal; go on there: baiup resume r-1, or back: baiup rollback r-1. If that journal is lost: baiup unlock',
      },
    ]);
    const frozen = findings.find(({ code }) => code === 'manager.frozen');
    expect(frozen?.hint).toMatch(
      /^run r-1 of ana@desk, .* has the cluster, and may have changed this: ana@desk has its journal/,
    );
  },
);

it.each(asked)('while it is driven another operator’s %s says so, and whom to ask', async (_what, ask) => {
  expect(locked(await ask(await bens('alive-elsewhere')))).toMatchObject([
    {
      summary: expect.stringContaining(`a process on ${hostname()} drives it`),
      hint: expect.stringMatching(/^ask ana@desk/),
    },
  ]);
});

it.each(asked)('of a cluster that nobody has %s tells no such thing', async (_what, ask) => {
  expect(locked(await ask(await bens(undefined)))).toEqual([]);
});
