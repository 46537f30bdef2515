import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApiPart } from '../../core/census/api-part.ts';
import type { Inventory } from '../../core/cluster/inventory.ts';
import { apiNote } from './api-note.ts';
import { apiProve } from './api-prove.ts';
import type { StepContext } from './context.ts';
import { simulatedContext } from './simulated-context.ts';
import { simulatedState } from './simulated-state.ts';

const inventory = {
  components: [{ id: 'm1', component: 'manager', host: 'local', config: '/c', workdir: '/w' }],
} as unknown as Inventory;

let folder = '';
let state = simulatedState();
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-answers-'));
  state = simulatedState();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const who = { role: 'user', domain: 'd', project: 'p' };
const images = (...names: string[]): ApiPart => ({
  what: 'images',
  who,
  accessKey: 'AK',
  rows: Object.fromEntries(names.map((name) => [name, ''])),
});
const silent: ApiPart = { what: 'images', who, accessKey: 'AK', trouble: 'the manager does not answer' };

const contextOf = (): StepContext => simulatedContext(folder, inventory, state);
const hop = { hop: 1, from: '24.03.11', to: '24.09.4' };
const note = () => apiNote.apply({ hop: 1 }, contextOf(), 'todo');
/** With a clock that runs so fast that nothing is waited for. */
async function prove(params: Parameters<typeof apiProve.apply>[0] = hop) {
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 40_000;
    return now;
  });
  try {
    return await apiProve.apply(params, contextOf(), 'todo');
  } finally {
    clock.mockRestore();
  }
}

describe('what the API answers', () => {
  it('is noted once, and proves well where it is the same', async () => {
    state.answered = [images('python', 'r')];
    expect(await apiNote.probe({ hop: 1 }, contextOf(), false)).toBe('todo');
    expect(await note()).toEqual({ keypairs: 1, answered: 1 });
    expect(await apiNote.probe({ hop: 1 }, contextOf(), true)).toBe('done');
    expect(await prove()).toEqual({
      counts: [{ among: 'images', before: 2, after: 2 }],
      lost: [],
      explained: [],
    });
  });

  it('fails the proof where the database holds as much and the API lists less', async () => {
    state.answered = [images('python', 'r')];
    await note();
    state.answered = [images('r')];
    const failed = await prove().catch((error: unknown) => error);
    expect(failed).toMatchObject({
      code: 'prove.api',
      message: expect.stringContaining('python of the images of a user of d/p is gone'),
      found: { lost: [{ key: 'python' }], verdict: 'refused' },
    });
    expect(await readFile(join(folder, 'hop-1.api-compared.json'), 'utf8')).toContain('python');
  });

  it('is told where the operator accepts it', async () => {
    state.answered = [images('python')];
    await note();
    state.answered = [silent];
    expect(await prove({ ...hop, accepted: true })).toMatchObject({
      lost: [{ kind: 'no-answer', actual: 'the manager does not answer' }],
      verdict: 'accepted',
    });
  });

  it('is waited for while managers come to themselves', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
    try {
      state.answered = [images('python')];
      await note();
      state.answered = [silent];
      const proof = apiProve.apply(hop, contextOf(), 'todo');
      await vi.advanceTimersByTimeAsync(4000);
      state.answered = [images('python')];
      await vi.advanceTimersByTimeAsync(4000);
      expect(await proof).toMatchObject({ lost: [] });
    } finally {
      vi.useRealTimers();
    }
  });

  it('fails nothing where it does not answer before the stop: that is told', async () => {
    state.answered = [silent];
    expect(await note()).toEqual({
      keypairs: 1,
      answered: 0,
      unanswered: ['images of a user of d/p: the manager does not answer'],
    });
    state.answered = [images('python')];
    expect(await prove()).toEqual({ skipped: 'the manager does not answer' });
  });

  it('is asked once more before the stop where some of it is not answered', async () => {
    const presets = { ...images('small'), what: 'presets' };
    const asked: unknown[] = [];
    const context: StepContext = {
      ...contextOf(),
      apiAnswers: async (_signal, again) => {
        asked.push(again?.map(({ what }) => what));
        return again ? [images('python')] : [silent, presets];
      },
    };
    expect(await apiNote.apply({ hop: 1 }, context, 'todo')).toEqual({ keypairs: 1, answered: 2 });
    expect(asked).toEqual([undefined, ['images']]);
  });

  it('is not proven where nothing was noted', async () => {
    expect(await prove()).toEqual({ skipped: 'what the API answered before the stop was not noted' });
  });
});
