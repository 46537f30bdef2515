import { stateOf, type WholeRun } from '../../../app/records/known-run.ts';
import { runCopies } from '../../../app/records/run-copies.ts';
import { type RunDump, runDumps } from '../../../app/records/run-dumps.ts';
import { driverJson } from './driven-by.ts';
import { copiesJson, dumpsJson } from './dumps.ts';
import { runJson } from './run.ts';

/** A run in full, as the contract's document of `baiup show`. */
export function runDocument(
  known: WholeRun,
  dumps: readonly RunDump[] = runDumps(known),
): Record<string, unknown> {
  const { id, view, until } = known;
  return {
    ...{ ...runJson(view), id, state: stateOf(known), until },
    ...{ driver: driverJson(known), dumps: dumpsJson(dumps) },
    ...{ copies: copiesJson(runCopies(known)), steps: view.steps },
  };
}
