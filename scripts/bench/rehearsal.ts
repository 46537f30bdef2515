import { join } from 'node:path';
import { baiupJson } from '../lib/baiup.ts';
import { withSandbox } from './sized-sandbox.ts';

/** Seconds of a rehearsal of 24.03.11 → 24.09.14 whose environments stand already. */
export async function benchRehearsal(): Promise<number> {
  return withSandbox({ at: '24.03.11' }, async (cluster, folder) => {
    const on = ['--cluster', cluster];
    const plan = join(folder, 'plan.json');
    await baiupJson(['plan', '24.09.14', ...on, '-o', plan]);
    // The receipt says no: this release's manager cannot start. Its migrations run all the same.
    const rehearse = () =>
      baiupJson<{ hops: { ok: boolean }[] }>(['rehearse', plan, ...on], { anyEnd: true });
    await rehearse();
    const start = performance.now();
    const { hops } = await rehearse();
    const seconds = (performance.now() - start) / 1000;
    if (!hops.every(({ ok }) => ok)) throw new Error('the migrations did not run: there is nothing to time');
    return seconds;
  });
}
