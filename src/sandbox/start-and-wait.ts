import type { ComponentName } from '../core/cluster/inventory.ts';
import { componentNamed } from '../core/components/index.ts';
import { thisMachine } from '../io/hosts/this-machine.ts';
import { processService } from '../io/services/process.ts';
import { BaiupError } from '../lib/errors.ts';
import { waitFor } from '../lib/wait.ts';
import type { Ingredients } from './configurations/shared.ts';
import { trouble } from './health.ts';
import { reported } from './progress.ts';
import type { SandboxOptions } from './sandbox.ts';
import { startService } from './services.ts';

/** @throws BaiupError `sandbox.not-up` with the last lines of its log when it ends or does no real work in time */
export async function startAndWait(
  ingredients: Ingredients,
  component: ComponentName,
  { onProgress, signal }: Pick<SandboxOptions, 'onProgress' | 'signal'> = {},
): Promise<void> {
  const service = processService(thisMachine, ingredients.layout.service(component));
  const outcome = async () => {
    if (!(await service.state()).active) return 'it ended';
    const wrong = await trouble(ingredients, component);
    if (wrong !== undefined) throw new Error(wrong);
    return 'works';
  };
  const { startTimeoutMs: timeoutMs, restarts = 0 } = componentNamed(component);
  await reported(`Start ${component}`, onProgress, async () => {
    let end = '';
    for (let left = restarts; left >= 0 && end !== 'works'; left -= 1) {
      await startService(ingredients, component);
      const what = `the ${component} to do real work`;
      end = await waitFor(outcome, { timeoutMs, signal, what, code: 'sandbox.not-up' });
    }
    if (end === 'works') return;
    const last = await service.logTail(15);
    throw new BaiupError('sandbox.not-up', `the ${component} was started, but ${end}:\n${last}`);
  });
}
