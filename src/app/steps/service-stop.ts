import { z } from 'zod';
import { shortList } from '../../lib/short-list.ts';
import { answersItself } from './answers-itself.ts';
import { awaitMember } from './await-member.ts';
import { refuseFullDisk } from './refuse-full-disk.ts';
import { serviceParams } from './service-params.ts';
import { startMember } from './start-member.ts';
import type { Step } from './step.ts';

const params = serviceParams.extend({
  /** Units of systemd that would start it meanwhile: they are stopped with it, and started again with it. */
  beside: z.array(z.string()).min(1).optional(),
  /** What serves in its place answers as this release: it is not stopped before that does. */
  standIn: z.string().optional(),
});
type StopParams = z.infer<typeof params>;

/** Milliseconds in which a stand-in answers that has answered before. */
const standInMs = 20_000;

export const serviceStop: Step<StopParams> = {
  kind: 'service.stop',
  params,
  title: ({ member, component, signal, beside = [] }) =>
    `Stop ${component} ${member} by ${signal}${beside.length > 0 ? `, with ${shortList(beside)}` : ''}`,
  estimate: 1,
  service: 'stopping',
  probe: async ({ member }, { service }) => ((await service(member).state()).active ? 'todo' : 'done'),
  apply: async ({ member, component, signal, stopTimeoutMs, standIn }, context) => {
    await refuseFullDisk(member, context);
    if (standIn)
      await answersItself('stand-in', { member, component, version: standIn, timeoutMs: standInMs }, context);
    context.started.delete(member);
    return context.service(member).stop(signal, { timeoutMs: stopTimeoutMs, signal: context.signal });
  },
  verify: async () => undefined,
  undo: startMember,
  afterUndo: async ({ member, version, startTimeoutMs }, context) =>
    awaitMember({ member, version, timeoutMs: startTimeoutMs }, context),
  member: ({ member }) => member,
  notUndone: ({ member, component, version }) => `${component} ${member} does not run ${version}`,
  undoKey: ({ member }) => `start ${member}`,
};
