import { guardSchema } from '../../core/cluster/guard-schema.ts';
import type { Intended } from '../../core/workloads/fate.ts';
import { parseDrain } from '../../core/workloads/parse-drain.ts';
import { usageError } from '../../lib/errors.ts';

export interface IntendedFlags {
  readonly drain: readonly string[];
  readonly drainFor: number;
  readonly guard: readonly string[];
}

/** @throws BaiupError `drain.malformed`, `guard.malformed` (both exit 64) */
export function intended({ drain, drainFor, guard }: IntendedFlags): Intended {
  const wrong = guard.find((each) => !guardSchema.safeParse(each).success);
  if (wrong === undefined) return { drain: parseDrain(drain, drainFor), guards: guard };
  const how =
    'write owner=, project=, image=, label=, agent= or id= with a value, like owner=ana@example.com';
  throw usageError('guard.malformed', `"${wrong.slice(0, 60)}" guards no sessions`, how);
}
