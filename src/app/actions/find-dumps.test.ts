import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { simulatedInventory, simulatedMember } from '../../core/cluster/simulated-cluster.ts';
import type { RunView, StepView } from '../../core/run/view.ts';
import { fileTexts } from '../../io/journal/file-texts.ts';
import { keepRunFacts } from '../records/run-facts.ts';
import { findDumps } from './find-dumps.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-dumps-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const captured = (hop: number, result: object): StepView => ({
  step: `${hop}.capture.database`,
  hop: hop - 1,
  title: '',
  state: 'done',
  result,
});
const viewOf = (...steps: StepView[]) => ({ steps }) as unknown as RunView;

it('dumps are looked for where they were made, and one that cannot be asked for hides no other', async () => {
  const inventory = {
    ...simulatedInventory([simulatedMember('m1', 'manager')]),
    hosts: { local: { transport: 'local' as const } },
  };
  await keepRunFacts({ texts: fileTexts(folder) }, { file: '/no/cluster.yaml', inventory });
  await mkdir(join(folder, 'hop-1.database.dump'));
  const view = viewOf(
    captured(1, { size: 1 }),
    captured(2, { size: 1 }),
    captured(3, { size: 1, host: 'local', folder }),
    captured(4, { size: 1, host: 'local', folder: join(folder, 'gone') }),
    captured(5, { size: 1, host: 'db9', folder }),
  );
  const found = await findDumps({ view, folder, texts: fileTexts(folder) }, undefined);
  expect(found.map(({ isThere, why }) => [isThere, why])).toEqual([
    [true, undefined],
    [false, undefined],
    [true, undefined],
    [false, undefined],
    [undefined, 'no host db9'],
  ]);
});

it('no host is opened where a run has no dumps on any', async () => {
  const view = viewOf(captured(1, { size: 1 }));
  expect(await findDumps({ view, folder, texts: fileTexts(folder) }, '/no/such/cluster.yaml')).toMatchObject([
    { isThere: false },
  ]);
});
