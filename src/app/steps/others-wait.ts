import type { z } from 'zod';
import { lasts } from '../../core/cluster/session-words.ts';
import { membersAt } from '../../core/components/members-at.ts';
import { othersSchema } from '../../core/plan/others.ts';
import { durationText } from '../../lib/duration.ts';
import { withoutMembers } from '../discovery/observe-others.ts';
import { nothingToUndo, type Step } from './step.ts';
import { namedWithLocks, stayed, waitedFor, waitForOthers } from './wait-for-others.ts';
import { databaseIn, theDatabase, whichDatabase } from './which-database.ts';

const params = othersSchema.extend(whichDatabase);

/** Whose sessions they are takes a look at the members' processes. */
const everyMs = 1_000;

/**
 * Before anything stops: other programs end what they do at a database that is about to be migrated, so that only what
 * they begin meanwhile is waited for without service. Short transactions come and go all the while, those of members
 * behind a pooler among them: the ones that last are waited for.
 */
export const othersWait: Step<z.infer<typeof params>> = {
  kind: 'others.wait',
  params,
  title: (given) => {
    const until = waitedFor[given.policy](theDatabase(given));
    const next = given.policy === 'end' ? 'go on' : 'give up';
    return `Before the stop, wait up to ${durationText(given.seconds)} ${until}, then ${next}`;
  },
  estimate: 0.1,
  waits: 'throughout',
  stopsWhenAsked: true,
  probe: async () => 'todo',
  apply: async (given, context) => {
    const { policy, database, seconds } = given;
    const members = membersAt(context.inventory, database);
    const inTheWay = async () => {
      // Whose those are that our role may not see cannot be told while members are there.
      const found = (await databaseIn(context, given).others()).filter(({ hidden }) => !hidden);
      return withoutMembers(policy === 'refuse' ? found : found.filter(lasts), members, context);
    };
    const left = await waitForOthers(given, inTheWay, { everyMs, signal: context.signal });
    if (left.length === 0) return {};
    if (policy === 'end') return { stayed: left.map(namedWithLocks) };
    const what = `other programs were still at ${theDatabase(given)} after ${durationText(seconds)}`;
    throw stayed(given, what, left, 'nothing was stopped, and nothing was changed');
  },
  verify: async () => undefined,
  undo: nothingToUndo,
};
