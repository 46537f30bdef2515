import type { Inventory } from '../../core/cluster/inventory.ts';
import { componentNamed } from '../../core/components/index.ts';
import type { Failure } from '../../core/run/event.ts';
import { clusterData } from '../steps/step.ts';
import { failureOf } from './carry-out.ts';
import type { StepBack } from './way-back.ts';

/** What could not be undone so far, and what hangs on it. */
export interface Trouble {
  /** Whether a step's undo has to wait for another attempt, because of what has failed before it. */
  readonly holds: (step: StepBack) => boolean;
  /** An undo that failed, or was held (no error); `mayRun` where its member's service runs on, or may. */
  readonly met: (step: StepBack, error?: unknown, mayRun?: boolean) => void;
  /** Why, by the step. */
  readonly failures: ReadonlyMap<string, Failure>;
}

/**
 * A failed undo of one member blocks only that member, unless the member may still write to data that is to be
 * restored. Old programs never start on data that is not restored.
 */
export function noTroubleYet({ components }: Pick<Inventory, 'components'>): Trouble {
  const members = new Set<string>();
  /** Members that may still run the new release. */
  const running = new Set<string>();
  const data = new Set<string>();
  const failures = new Map<string, Failure>();
  const byId = new Map(components.map((member) => [member.id, member]));

  const shares = (id: string, owner: string): boolean => {
    const [own, other] = [byId.get(id)?.database, byId.get(owner)?.database];
    if (!own || !other) return false;
    return own.host === other.host && own.port === other.port && own.name === other.name;
  };
  const writes = (id: string, what: string): boolean => {
    const component = byId.get(id)?.component;
    if (what !== clusterData) return shares(id, what);
    return component !== undefined && componentNamed(component).writes.includes('database');
  };
  const reads = (id: string, what: string): boolean => what === clusterData || shares(id, what);
  const some = (among: ReadonlySet<string>, test: (each: string) => boolean): boolean =>
    [...among].some(test);

  return {
    holds: ({ member, data: own, step }) => {
      if (own !== undefined) return some(running, (id) => writes(id, own));
      if (member === undefined) return false;
      if (running.has(member)) return true;
      const startsOld = step.service === 'stopping';
      return startsOld && (members.has(member) || some(data, (what) => reads(member, what)));
    },
    failures,
    met: ({ placed, member, data: own, step }, error, mayRun = step.service === 'starting') => {
      if (error !== undefined) failures.set(placed.step.id, failureOf(error));
      if (own !== undefined) data.add(own);
      if (member === undefined) return;
      members.add(member);
      if (mayRun) running.add(member);
    },
  };
}
