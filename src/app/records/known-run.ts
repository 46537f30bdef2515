import type { RunEvent, RunState } from '../../core/run/event.ts';
import { reduceRun } from '../../core/run/reduce.ts';
import type { RunView } from '../../core/run/view.ts';
import type { Damage } from '../../io/journal/damage.ts';
import type { Driver, RunReader } from '../../io/journal/port.ts';

interface Kept {
  /** What is typed for it, and what it is known by in the world. */
  readonly run: string;
  readonly id: string;
  readonly folder: string;
  /** Who drives it, or who drove it and ended without a message. */
  readonly driver: Driver | undefined;
}

export interface WholeRun extends Kept {
  readonly kind: 'whole';
  readonly view: RunView;
  /** When its last event was written, ISO 8601: the journal knows nothing of what came later. */
  readonly until: string;
}

/** A run whose journal is damaged: we do not know how far it came. */
export interface DamagedRun extends Kept {
  readonly kind: 'damaged';
  readonly damage: Damage;
  /** What can be believed; undefined where not even its beginning can. */
  readonly view: RunView | undefined;
  readonly last: RunEvent | undefined;
  /** Names of what it captured, in its folder. */
  readonly captured: readonly string[];
}

/** A run as far as its journal can be read. */
export type KnownRun = WholeRun | DamagedRun;

/** What of a run its state is told by. */
type Stood =
  | Pick<DamagedRun, 'kind'>
  | (Pick<WholeRun, 'kind' | 'driver'> & { readonly view: Pick<RunView, 'state'> });

/**
 * The state of a run as it is shown. `cut`: its journal says that it goes on, but nobody drives it. For a driver on
 * another machine we cannot tell from here.
 */
export function stateOf(run: Stood): RunState | 'cut' | 'damaged' {
  if (run.kind === 'damaged') return 'damaged';
  const { state } = run.view;
  const isGoing = state === 'running' || state === 'undoing';
  return isGoing && (run.driver === undefined || run.driver.life === 'dead') ? 'cut' : state;
}

/** @returns undefined for one that never began */
export async function knownRun(reader: RunReader): Promise<KnownRun | undefined> {
  const [examined, driver] = await Promise.all([reader.examine(), reader.driver()]);
  return runAsRead(reader, examined, driver);
}

/** A run by events that were read before. @returns undefined for one that never began */
export async function runAsRead(
  reader: RunReader,
  { events, damage }: { readonly events: readonly RunEvent[]; readonly damage?: Damage | undefined },
  driver: Driver | undefined,
): Promise<KnownRun | undefined> {
  const { name: run, id, folder } = reader;
  const view = reduceRun(events);
  const kept = { run, id, folder, driver };
  if (!damage) return view && { kind: 'whole', ...kept, view, until: events.at(-1)?.at ?? view.started };
  // What hops keep of the cluster lies beside the journal, by their number.
  const captured = (await reader.names()).filter((name) => /^hop-\d+\./.test(name));
  return { kind: 'damaged', ...kept, damage, view, last: events.at(-1), captured };
}
