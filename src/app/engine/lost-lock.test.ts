import { describe, expect, it } from 'vitest';
import type { Asked } from '../../core/run/asked.ts';
import { ownJournal } from '../../io/journal/own-journal.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { inProcessEngine } from './in-process.ts';
import { beginRun, driveOf, newWorld, worldState as state } from './simulated-run.ts';

const journal = ownJournal();

const reopened = (record: RunRecord): Promise<RunRecord> => journal().open(record.id);

describe('the engine whose cluster somebody else has meanwhile', () => {
  const taken: Asked = { what: 'pause', who: 'baiup', why: 'somebody has it', at: 'then' };

  it.each([true, false])(
    'neither goes on nor back over a cluster that somebody else has meanwhile: %s after a failure',
    async (always) => {
      const world = newWorld({ kind: 'migrate', hop: 1 });
      const lost = async (now?: boolean) => (now === always || !always ? taken : undefined);
      const asked = () => (always ? undefined : taken);
      const drive = { ...driveOf(await beginRun(journal(), 2), world), lost, asked };
      const view = await inProcessEngine.advance(drive);
      expect(view).toMatchObject({ state: 'stopped', asked: { why: 'somebody has it' } });
      expect(world.log.filter((line) => /restore|undo|start/.test(line))).toEqual([]);
      expect(state(world).running).toBe(!always);
    },
  );

  it('undoes nothing more once somebody else has the cluster', async () => {
    const world = newWorld();
    const record = await beginRun(journal(), 1);
    await inProcessEngine.advance(driveOf(record, world));
    const before = state(world);
    const drive = { ...driveOf(await reopened(record), world), lost: async () => taken };
    const view = await inProcessEngine.rollback(drive);
    expect(view.state).toBe('broken');
    expect(view.left?.[0]?.failure).toMatchObject({ code: 'cluster.lock-lost' });
    expect(state(world)).toEqual(before);
  });
});
