import { z } from 'zod';
import { BaiupError } from '../../lib/errors.ts';
import { waitFor } from '../../lib/wait.ts';
import { nothingToUndo, type Step } from './step.ts';
import { whileAlive } from './while-alive.ts';

const params = z.strictObject({ member: z.string(), component: z.string(), version: z.string() });

/** Its own version endpoint says the target, and its path that does real work answers. */
export const componentProve: Step<z.infer<typeof params>> = {
  kind: 'component.prove',
  params,
  title: ({ member, component, version }) => `${component} ${member} answers as ${version} and works`,
  estimate: 0.2,
  waits: 'throughout',
  probe: async () => 'todo',
  apply: async ({ member, version }, context) => {
    const prove = (signal: AbortSignal) =>
      waitFor(
        async () => {
          const heard = await context.askMember(member, 3000);
          if (heard.healthy && heard.version === version) return heard;
          throw new BaiupError(
            'prove.component',
            heard.trouble ?? `${member} answers as ${heard.version}, not ${version}`,
          );
        },
        {
          timeoutMs: 15_000,
          everyMs: 250,
          signal,
          what: `${member} to prove itself`,
          code: 'prove.component',
        },
      );
    const answer = await whileAlive(`${member} cannot answer as ${version}`, [[member]], context, prove);
    return { version: answer.version };
  },
  verify: async () => undefined,
  undo: nothingToUndo,
};
