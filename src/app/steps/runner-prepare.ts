import { z } from 'zod';
import { BaiupError } from '../../lib/errors.ts';
import { nothingToUndo, type Step } from './step.ts';

const params = z.strictObject({
  member: z.string(),
  version: z.string(),
  /** The agent's new environment, which is there. */
  environment: z.string(),
});

/**
 * The volumes that a new release starts containers with, made while the old agent still serves: at its first start it
 * would make them itself, and take five seconds for it. Containers that run keep the volumes of their own release.
 */
export const runnerPrepare: Step<z.infer<typeof params>> = {
  kind: 'runner.prepare',
  params,
  title: ({ member, version }) => `Make the volumes that containers of agent ${member} at ${version} need`,
  estimate: 5,
  probe: async ({ member, environment }, { containers }) => {
    const volumes = await containers(member).volumes(environment);
    if (volumes.every(({ state }) => state === 'whole')) return 'done';
    return volumes.every(({ state }) => state === 'missing') ? 'todo' : 'half';
  },
  apply: async ({ member, environment }, { containers, signal }) => {
    const volumes = await containers(member).volumes(environment);
    const lacking = volumes.filter(({ state }) => state !== 'whole');
    if (lacking.length > 0) await containers(member).makeVolumes(environment, signal);
    return { made: lacking.map(({ name }) => name) };
  },
  verify: async ({ member, environment }, { containers }) => {
    const volumes = await containers(member).volumes(environment);
    const lacking = volumes.filter(({ state }) => state !== 'whole').map(({ name }) => name);
    if (lacking.length === 0) return;
    throw new BaiupError('runner.not-prepared', `agent ${member} could not make ${lacking.join(', ')}`, {
      hint: `see what Docker on its host says: docker volume inspect ${lacking.join(' ')}`,
    });
  },
  undo: nothingToUndo,
};
