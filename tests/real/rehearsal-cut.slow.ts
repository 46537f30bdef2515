import { afterAll, beforeAll, expect, it } from 'vitest';
import { rehearseSmall } from './rehearse-small.ts';
import { openSmallCluster, type SmallCluster } from './small-cluster.ts';
import { whenBegins } from './when-begins.ts';

/** What `rehearsal.real.ts` tries in one phase, in every phase that a rehearsal has. */
let small: SmallCluster;
beforeAll(async () => {
  small = await openSmallCluster();
});
afterAll(() => small?.close());

it('a rehearsal ends at Ctrl-C in each phase, with its reason', async () => {
  const before = await small.contents();
  const plan = await small.plan([{ id: 'second', body: '    op.execute("UPDATE things SET name = \'x\'")' }]);
  const phases: string[] = [];
  await rehearseSmall(small, plan, {
    onEvent: (event) => {
      if (event.kind === 'step.started') phases.push(event.title);
    },
  });
  expect(phases.length).toBeGreaterThan(8);
  for (const phase of phases) {
    const cut = new AbortController();
    const onEvent = whenBegins(phase, () => cut.abort());
    const rehearsal = rehearseSmall(small, plan, { signal: cut.signal, onEvent });
    await expect(rehearsal, phase).rejects.toMatchObject({ name: 'AbortError' });
    expect(await small.contents()).toEqual(before);
    expect(await small.leftovers(), phase).toEqual({ folders: [], processes: [] });
  }
}, 240_000);
