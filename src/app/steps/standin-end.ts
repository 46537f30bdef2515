import { BaiupError } from '../../lib/errors.ts';
import { answersItself, standInOf } from './answers-itself.ts';
import { beginStandIn } from './begin-stand-in.ts';
import { endStandIn, takenOut } from './end-stand-in.ts';
import { type StandInParams, standInParams } from './stand-in-params.ts';
import type { Step } from './step.ts';

/** Ends what stands in for a service, once the service itself answers as the new release. */
export const standinEnd: Step<StandInParams> = {
  kind: 'standin.end',
  params: standInParams,
  title: ({ member, component }) => `End the stand-in of ${component} ${member}, once it has answered all`,
  estimate: 3,
  probe: async (given, context) => {
    if ((await standInOf(given.member, context).standIn.runs()) !== undefined) return 'todo';
    return (await takenOut(given, context)).length === 0 ? 'done' : 'half';
  },
  apply: async (given, context) => {
    const { member, component, version, startTimeoutMs: timeoutMs } = given;
    await answersItself('service', { member, component, version, timeoutMs }, context);
    await endStandIn(given, context);
  },
  verify: async () => undefined,
  // Nothing must keep the release of before from coming back: where it cannot stand in, some requests are lost.
  undo: async (given, context) => {
    if ((await standInOf(given.member, context).standIn.runs()) !== undefined) return { standIn: true };
    try {
      await beginStandIn(given, context);
      return { standIn: true };
    } catch (error) {
      if (!(error instanceof BaiupError)) throw error;
      return { standIn: false, why: error.message };
    }
  },
  member: ({ member }) => member,
  notUndone: ({ member }) => `nothing stands in for ${member} while its service goes back`,
};
