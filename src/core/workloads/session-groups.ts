import type { FatedSession } from './fate.ts';
import { sessionStage } from './session-stage.ts';
import type { SlotAmounts } from './slot-amounts.ts';

/** What sessions may have in common. One on two agents counts at both. */
const keysOf = {
  owner: ({ owner, accessKey }: FatedSession) => [owner ?? accessKey],
  project: ({ project }: FatedSession) => [project ?? ''],
  agent: ({ agents }: FatedSession) => agents,
  'resource-group': ({ resourceGroup }: FatedSession) => [resourceGroup ?? ''],
  kind: ({ kind }: FatedSession) => [kind],
  image: ({ image }: FatedSession) => [image ?? ''],
  status: ({ status }: FatedSession) => [status],
  fate: ({ fate }: FatedSession) => [fate?.name ?? ''],
} as const;
export type GroupedBy = keyof typeof keysOf;
export const groupedBy = Object.keys(keysOf) as readonly GroupedBy[];

export interface SessionGroup {
  readonly key: string;
  readonly sessions: number;
  readonly running: number;
  readonly pending: number;
  /** Of sessions that do not wait, all their kernels together. */
  readonly slots: SlotAmounts;
}

interface Sum {
  sessions: number;
  running: number;
  pending: number;
  readonly slots: Record<string, number>;
}

/** Adds sessions up as they pass, by what they have in common. */
export function sessionGroups(by: GroupedBy) {
  const sums = new Map<string, Sum>();
  const add = (session: FatedSession): void => {
    const stage = sessionStage(session.status);
    for (const key of keysOf[by](session)) {
      const sum = sums.get(key) ?? { sessions: 0, running: 0, pending: 0, slots: {} };
      sums.set(key, sum);
      sum.sessions += 1;
      if (stage === 'running') sum.running += 1;
      if (stage === 'waiting') sum.pending += 1;
      else
        for (const [slot, value] of Object.entries(session.slots))
          sum.slots[slot] = (sum.slots[slot] ?? 0) + value;
    }
  };
  return {
    add: (sessions: readonly FatedSession[]): void => sessions.forEach(add),
    /** The largest first. */
    all: (): readonly SessionGroup[] =>
      [...sums]
        .map(([key, sum]) => ({ key, ...sum }))
        .sort((a, b) => b.sessions - a.sessions || (a.key < b.key ? -1 : 1)),
  };
}
