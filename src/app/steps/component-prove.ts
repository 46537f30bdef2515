import { z } from 'zod';
import { BaiupError } from '../../lib/errors.ts';
import { waitFor } from '../../lib/wait.ts';
import { endedNeeds } from './ended-needs.ts';
import { livedSince } from './lived-since.ts';
import { refuseStranger } from './refuse-stranger.ts';
import { serviceEnded } from './service-ended.ts';
import { nothingToUndo, type Step } from './step.ts';

/** Milliseconds that a service must have lived: what lacks something ends a few seconds after its start. */
const steadyMs = 8_000;

const params = z.strictObject({ member: z.string(), component: z.string(), version: z.string() });

/** Its own version endpoint says the target, its path that does real work answers, and it goes on to do so. */
export const componentProve: Step<z.infer<typeof params>> = {
  kind: 'component.prove',
  params,
  title: ({ member, component, version }) => `${component} ${member} answers as ${version} and works`,
  estimate: 0.2,
  waits: 'throughout',
  probe: async () => 'todo',
  apply: async ({ member, version }, context) => {
    await refuseStranger(member, context);
    const hasEnded = endedNeeds([member], context);
    const livedMs = livedSince();
    const end = await waitFor(
      async () => {
        const heard = await context.askMember(member, 3000);
        const isRight = heard.healthy && heard.version === version;
        const lived = livedMs(await context.service(member).state()) ?? steadyMs;
        if (isRight && lived >= steadyMs) return heard;
        if (await hasEnded()) return 'ended';
        const young = `it answers, and has lived for ${Math.round(lived / 1000)} s`;
        const other = heard.trouble ?? `${member} answers as ${heard.version}, not ${version}`;
        throw new BaiupError('prove.component', isRight ? young : other);
      },
      {
        timeoutMs: 25_000,
        everyMs: 250,
        signal: context.signal,
        what: `${member} to prove itself`,
        code: 'prove.component',
      },
    );
    if (end === 'ended') throw serviceEnded(`${member} cannot answer as ${version}`, [member]);
    return { version: end.version };
  },
  verify: async () => undefined,
  undo: nothingToUndo,
};
