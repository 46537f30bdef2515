import { expect, it } from 'vitest';
import { simulatedBegun } from '../../core/run/simulated-begun.ts';
import { judgeText } from '../../io/journal/journal-text.ts';
import type { Journal, RunReader, RunRecord } from '../../io/journal/port.ts';
import { simulatedJournal } from '../../io/journal/simulated-journal.ts';
import { runToReport } from './report.ts';

const plan = { id: 'p', hops: [], facts: { components: [] } } as never;

/** A journal to which somebody adds an event before each look at it. */
async function growing() {
  const journal = simulatedJournal(() => new Date(), '/nowhere');
  const record = await journal.create(plan);
  await record.append(simulatedBegun);
  await record.claim('ana@desk');
  const grow = () => record.append({ kind: 'run.resumed', who: 'ana@desk' });
  const watched = <R extends RunReader>(reader: R): R => ({
    ...reader,
    examine: async () => {
      await grow();
      return reader.examine();
    },
    text: async () => {
      await grow();
      return reader.text();
    },
  });
  const looked: Journal = {
    ...journal,
    reader: async (typed) => watched(await journal.reader(typed)),
    open: async (typed): Promise<RunRecord> => watched(await journal.open(typed)),
  };
  return { journal: looked, record };
}

it('tells of a run that goes on the same events everywhere', async () => {
  const { journal } = await growing();
  const { known, events, verified, journal: inside } = await runToReport('r-1', journal);
  const seen = judgeText(inside, { name: 'r-1', id: known.id });
  expect(seen.damage).toBeUndefined();
  expect(events).toEqual(seen.events);
  expect(verified.end).toEqual(seen.end);
  expect(verified.state).toBe('open');
  expect(known).toMatchObject({ kind: 'whole', until: events.at(-1)?.at });
});

it('leaves out a line that is being written', async () => {
  const { journal } = await growing();
  const cut: Journal = {
    ...journal,
    reader: async (typed) => {
      const reader = await journal.reader(typed);
      return { ...reader, text: async () => (await reader.text()).slice(0, -20) };
    },
  };
  const { verified, events } = await runToReport('r-1', cut);
  expect(verified).toMatchObject({ state: 'open', end: { events: 1 } });
  expect(events).toHaveLength(1);
});

it('counts a last line that is cut short as damage once nobody writes it any more', async () => {
  const { journal, record } = await growing();
  await record.append({ kind: 'run.stopped' });
  const gone: Journal = {
    ...journal,
    reader: async (typed) => {
      const reader = await journal.reader(typed);
      return {
        ...reader,
        driver: async () => undefined,
        text: async () => (await reader.text()).slice(0, -20),
      };
    },
  };
  expect((await runToReport('r-1', gone)).verified.state).toBe('damaged');
});
