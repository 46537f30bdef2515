import { join } from 'node:path';
import { baiupJson } from '../lib/baiup.ts';
import { type Size, withSandbox } from './sized-sandbox.ts';

export interface RehearsalFigures {
  readonly hop: string;
  readonly seconds: number;
  /** Whether its environments stood before. */
  readonly warm: boolean;
}

/** A rehearsal whose environments stand already; at the smallest size they are built in it. */
export async function benchRehearsal(size: Size): Promise<RehearsalFigures> {
  const warm = size !== 'smallest';
  // The newest of its line whose manager starts; 24.09.14 runs the same migrations.
  const to = '24.09.6';
  return withSandbox({ at: '24.03.11' }, async (cluster, folder) => {
    const on = ['--cluster', cluster];
    const plan = join(folder, 'plan.json');
    await baiupJson(['plan', to, ...on, '-o', plan]);
    const rehearse = () =>
      baiupJson<{ hops: { ok: boolean }[] }>(['rehearse', plan, ...on], { anyEnd: true });
    if (warm) await rehearse();
    const start = performance.now();
    const { hops } = await rehearse();
    const seconds = (performance.now() - start) / 1000;
    if (!hops.every(({ ok }) => ok)) throw new Error('the migrations did not run: there is nothing to time');
    return { hop: `24.03.11 → ${to}`, seconds, warm };
  });
}
