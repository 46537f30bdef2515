import { expect, it } from 'vitest';
import type { Plan } from '../../core/plan/plan.ts';
import type { RunFact } from '../../core/run/event.ts';
import { reduceRun } from '../../core/run/reduce.ts';
import { simulatedJournal } from '../../io/journal/simulated-journal.ts';
import { laterRun } from './later-run.ts';
import { refuseSuperseded } from './refuse-superseded.ts';

const began = (cluster: string): RunFact => ({
  kind: 'run.started',
  plan: 'p',
  cluster,
  from: '1',
  to: '2',
  hops: [{ from: '1', to: '2', kind: 'major' }],
  predicted: 1,
  who: 'a test',
  accepted: [],
});
/** A clock that is a second further each time that it is asked. */
function eachSecond(): () => Date {
  let seconds = 0;
  return () => {
    seconds += 1;
    return new Date(seconds * 1000);
  };
}
const proven: RunFact = { kind: 'hop.finished', hop: 0 };
const done: RunFact = { kind: 'run.finished', state: 'done' };
const back: RunFact[] = [
  { kind: 'undo.started', why: 'rollback', hops: [0], who: 'a test' },
  { kind: 'step.undone', step: '1.stop.m1', hop: 0, title: '', seconds: 1 },
  { kind: 'run.finished', state: 'rolled-back' },
];

it.each<[string, string, RunFact[], boolean]>([
  ['is done', 'lab', [proven, done], true],
  ['was stopped after its first hop', 'lab', [proven, { kind: 'run.stopped' }], true],
  ['has gone back', 'lab', [proven, done, ...back], false],
  ['has changed nothing', 'lab', [], false],
  ['is of another cluster', 'other', [proven, done], false],
])('a later run that %s', async (_what, cluster, facts, counts) => {
  const journal = simulatedJournal(eachSecond(), '/nowhere');
  const first = await journal.create({} as Plan);
  await first.append(began('lab'));
  const second = await journal.create({} as Plan);
  for (const fact of [began(cluster), ...facts]) await second.append(fact);
  const view = (id: string) => ({ cluster: 'lab', run: id, started: new Date(1000).toISOString() });
  expect((await laterRun(journal, view(first.name)))?.run).toBe(counts ? second.name : undefined);
  expect(
    await laterRun(journal, { ...view(second.name), started: new Date(9000).toISOString() }),
  ).toBeUndefined();
});

it('that cannot be read stands in nobody’s way', async () => {
  const journal = simulatedJournal(() => new Date(1000), '/nowhere');
  const unreadable = { ...journal, list: async () => ['r-9'] };
  expect(await laterRun(unreadable, { cluster: 'lab', run: 'r-1', started: '' })).toBeUndefined();
});

it.each([
  ['rolled-back', 'r-1 has gone back, and r-2 has since upgraded lab to 2'],
  ['done', 'r-2 has since upgraded lab to 2'],
] as const)('nobody is told that the cluster is as a run that is %s left it', async (state, message) => {
  const journal = simulatedJournal(eachSecond(), '/nowhere');
  const first = await journal.create({} as Plan);
  for (const fact of [began('lab'), proven, done, ...(state === 'done' ? [] : back)])
    await first.append(fact);
  const view = reduceRun(await first.events());
  if (view?.state !== state) throw new Error(`the run is ${view?.state}`);
  await expect(refuseSuperseded(journal, view)).resolves.toBeUndefined();
  const second = await journal.create({} as Plan);
  for (const fact of [began('lab'), proven, done]) await second.append(fact);
  await expect(refuseSuperseded(journal, view)).rejects.toMatchObject({
    code: 'run.superseded',
    exit: 2,
    message,
    hint: 'go back from that one first: baiup rollback r-2',
  });
});
