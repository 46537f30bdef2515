import { type KnownRun, stateOf, type WholeRun } from '../../../app/records/known-run.ts';

/** Who drives a run, where that matters: one that has come to a stop or an end is nobody's to drive. */
export function drivenBy(run: KnownRun): string | undefined {
  const { driver, view } = run;
  const state = stateOf(run);
  if (driver?.life === 'elsewhere') {
    return `it is driven from ${driver.host} by ${driver.who}, or was (process ${driver.pid}, since ${driver.since}); from here baiup cannot tell whether that process lives. baiup status asks the cluster`;
  }
  if (driver?.life === 'alive-elsewhere') {
    return `${driver.who} drives it from ${driver.host} (process ${driver.pid}), since ${driver.since}`;
  }
  if (driver?.life === 'alive') {
    return `process ${driver.pid} on this machine drives it for ${driver.who}, since ${driver.since}`;
  }
  if (state !== 'cut') return undefined;
  return driver
    ? `nobody drives it: process ${driver.pid} of ${driver.who} has ended`
    : `nobody drives it: ${view?.who ?? 'its operator'} ended without a message`;
}

/** What can be done about a run that somebody drives, as far as can be told from here; undefined where nobody does. */
export function whileDriven({ driver, run, view }: WholeRun): string | undefined {
  switch (driver?.life) {
    case 'alive':
    case 'alive-elsewhere': {
      const steer = `, have it stop: baiup pause ${run}, have it go back: baiup abort ${run}`;
      return `To watch it: baiup show ${run} --follow${view.state === 'undoing' ? '' : steer}`;
    }
    case 'elsewhere':
      return `Ask ${driver.who}, or look on ${driver.host}: baiup show ${run}`;
    default:
      return undefined;
  }
}

/** Who drives a run, as a document. */
export function driverJson({ driver }: KnownRun): Record<string, unknown> | null {
  if (!driver) return null;
  const { who, host, pid, since, life } = driver;
  return { who, host, pid, since, life };
}
