import { type KnownRun, stateOf } from '../../../app/records/known-run.ts';

/** Who drives a run, where that matters: one that has come to a stop or an end is nobody's to drive. */
export function drivenBy(run: KnownRun): string | undefined {
  const { driver, view } = run;
  const state = stateOf(run);
  if (driver?.life === 'elsewhere') {
    return `it is driven from ${driver.host} by ${driver.who}, or was (process ${driver.pid}, since ${driver.since}); from here baiup cannot tell whether that process lives. baiup status asks the cluster`;
  }
  if (driver?.life === 'alive') {
    return `process ${driver.pid} on this machine drives it for ${driver.who}, since ${driver.since}`;
  }
  if (state !== 'cut') return undefined;
  return driver
    ? `nobody drives it: process ${driver.pid} of ${driver.who} has ended`
    : `nobody drives it: ${view?.who ?? 'its operator'} ended without a message`;
}

/** Who drives a run, as a document. */
export function driverJson({ driver }: KnownRun): Record<string, unknown> | null {
  if (!driver) return null;
  const { who, host, pid, since, life } = driver;
  return { who, host, pid, since, life };
}
