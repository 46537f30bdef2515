import { describe, expect, it } from 'vitest';
import { simulatedInventory, simulatedMember } from '../../core/cluster/simulated-cluster.ts';
import type { RunFact } from '../../core/run/event.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import { simulatedJournal } from '../../io/journal/simulated-journal.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { Cluster } from '../wiring/open-cluster.ts';
import { refuseHostsAway } from './refuse-hosts-away.ts';
import { beginRun } from './simulated-run.ts';

const inventory = {
  ...simulatedInventory([
    { ...simulatedMember('m1', 'manager'), host: 'h1' },
    { ...simulatedMember('a1', 'agent'), host: 'h2' },
    { ...simulatedMember('a2', 'agent'), host: 'h2' },
  ]),
  hosts: { h1: { ssh: 'h1' }, h2: { ssh: 'h2' }, db1: { ssh: 'db1' }, spare: { ssh: 'spare' } },
};

/** A cluster of which these hosts do not answer. */
const without = (...away: readonly string[]) => {
  const host = (name: string): HostReader => {
    const facts = async (): Promise<never> => {
      throw new BaiupError('host.ssh-refused', `${name} refuses`, { hint: `look at ${name}` });
    };
    return { ...simulatedHost(name, new Map()), ...(away.includes(name) ? { facts } : {}) };
  };
  const database = { ...inventory.database, tools: 'db1' };
  return { inventory: { ...inventory, database }, readers: { host } } as unknown as Cluster;
};

const step = (id: string, service?: 'stopping' | 'starting') => ({
  step: `1.${id}`,
  hop: 0,
  title: id,
  service,
});
const stopped: RunFact = { kind: 'step.started', ...step('stop', 'stopping') };
const migrates: RunFact = { kind: 'step.started', ...step('migrate') };

/** A run after these facts. */
async function runAfter(...facts: readonly RunFact[]) {
  const record = await beginRun(
    simulatedJournal(() => new Date(), '/nowhere'),
    1,
  );
  // The simulated plan has a migration of its own kind.
  const plan = JSON.parse(
    JSON.stringify(record.plan).replaceAll('"kind":"migrate"', '"kind":"schema.migrate"'),
  );
  for (const fact of facts) await record.append(fact);
  return { ...record, plan };
}

describe('a run whose hosts are looked for', () => {
  it('goes on where all answer, and where one does not that has nothing of it', async () => {
    await refuseHostsAway(without(), await runAfter(), 'rollback');
    await refuseHostsAway(without('spare'), await runAfter(), 'rollback');
  });

  it('does not go back without a host before that is accepted, and says what it means', async () => {
    const run = await runAfter(stopped, migrates);
    await expect(refuseHostsAway(without('h1', 'h2'), run, 'rollback')).rejects.toMatchObject({
      code: 'run.hosts-away',
      exit: 2,
      message: 'h1, h2 do not answer',
      left: 'nothing was changed now',
      hint: expect.stringContaining(`baiup rollback ${run.name} --accept host.unreachable`),
      findings: [
        {
          subject: 'h1',
          summary:
            'h1 refuses; nothing can be stopped, switched or started on it: m1; the database is not restored while m1 may write to it, so what needs the database stays DOWN until h1 answers',
          hint: 'look at h1',
        },
        { subject: 'h2', summary: 'h2 refuses; nothing can be stopped, switched or started on it: a1, a2' },
      ],
    });
    await refuseHostsAway(without('h1', 'h2'), run, 'rollback', ['host.unreachable']);
  });

  it('speaks of the database only where going back restores one', async () => {
    const refused = refuseHostsAway(without('h1'), await runAfter(stopped), 'rollback');
    await expect(refused).rejects.toMatchObject({
      message: 'h1 does not answer',
      findings: [{ summary: expect.not.stringContaining('restored') }],
    });
  });

  it('misses the host that keeps its dumps', async () => {
    await expect(refuseHostsAway(without('db1'), await runAfter(), 'rollback')).rejects.toMatchObject({
      findings: [{ summary: 'db1 refuses; the database can be neither dumped nor restored' }],
    });
  });

  it('does not go on without a host before it has stopped anything; afterwards it waits for it', async () => {
    const refused = refuseHostsAway(without('h2'), await runAfter(migrates), 'resume');
    await expect(refused).rejects.toMatchObject({
      code: 'run.hosts-away',
      hint: expect.not.stringContaining('--accept'),
    });
    await refuseHostsAway(without('h2'), await runAfter(stopped), 'resume');
  });

  it('that goes back already does what can be done', async () => {
    const undoing: RunFact = { kind: 'undo.started', why: 'rollback', hops: [0], who: 'ana' };
    await refuseHostsAway(without('h2'), await runAfter(stopped, undoing), 'rollback');
  });
});
