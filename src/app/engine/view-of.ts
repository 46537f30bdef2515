import { reduceRun } from '../../core/run/reduce.ts';
import type { RunView } from '../../core/run/view.ts';
import type { Drive } from './port.ts';

/** A run as its journal tells it now. */
export async function viewOf({ record }: Pick<Drive, 'record'>): Promise<RunView> {
  const view = reduceRun(await record.events());
  if (!view) throw new Error(`run ${record.id} has no beginning in its journal`);
  return view;
}
