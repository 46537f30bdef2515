import { hazardsOf } from '../../core/path/hangs-on-data.ts';
import type { CheckInput } from './check.ts';

/** Hops whose route hangs on what a check looks for: what is said of them, and what is asked, is one list. */
export function hangsOn(code: string): (hop: CheckInput['hops'][number]) => boolean {
  return ({ to, route }) =>
    route !== undefined && hazardsOf({ to, route }).some(({ check }) => check === code);
}
