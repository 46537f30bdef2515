import { expect, it } from 'vitest';
import type { StepView } from '../../../core/run/view.ts';
import { announcementLines } from './announcement.ts';

const step = (result: unknown): StepView => ({
  step: '1.announce.end',
  hop: 0,
  title: 'Give it back',
  state: 'done',
  result,
});

it('where an announcement was not given back, the ending says so, and why', () => {
  expect(announcementLines({ steps: [step({ announcement: 'left' })] })).toEqual([
    '  Give it back: not done: another program has changed what users read meanwhile, and it is left as it is',
  ]);
  expect(announcementLines({ steps: [step({ announcement: 'failed', why: 'etcd is away' })] })).toEqual([
    '  Give it back: not done: etcd is away',
  ]);
});

it.each([[{ announcement: 'given-back' }], [{ announcement: 'nothing' }], [undefined], ['left']])(
  'of %j nothing is said',
  (result) => {
    expect(announcementLines({ steps: [step(result)] })).toEqual([]);
  },
);
