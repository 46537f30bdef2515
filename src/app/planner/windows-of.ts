import type { Hop, Path } from '../../core/path/path.ts';
import type { Windowing } from '../../core/plan/plan.ts';
import type { Finding } from '../../lib/finding.ts';

/** Hops that share a window. */
export type Window = readonly [Hop, ...Hop[]];

/** Why the release that a window ends in has to run before the database goes on. */
export function runsBecause(window: Window): { readonly rule: string; readonly title: string }[] {
  const said = window.at(-1)?.findings.filter(({ runsBetween }) => runsBetween) ?? [];
  return said.map(({ code, summary }) => ({ rule: code, title: summary }));
}

/** A path cut into windows: each hop has its own, or one lasts until a release has to run before the database goes on. */
export function windowsOf({ hops }: Pick<Path, 'hops'>, windows: Windowing): Window[] {
  const all: Window[] = [];
  for (const hop of hops) {
    const last = all.at(-1);
    const goesOn = last !== undefined && windows === 'one' && runsBecause(last).length === 0;
    if (goesOn) all.splice(-1, 1, [...last, hop]);
    else all.push([hop]);
  }
  return all;
}

const handled = 'only its migrations are run: no program of it starts';

/** Findings of a path, of which those that speak of running a release are settled where its migrations alone are run. */
export function passedThrough<F extends Finding>(
  findings: readonly F[],
  path: Pick<Path, 'hops'>,
  windows: Windowing,
): F[] {
  const never = new Set<string>(
    windowsOf(path, windows).flatMap((window) => window.slice(0, -1).map(({ to }) => to)),
  );
  return findings.map((finding) =>
    finding.onlyRunning && never.has(finding.subject) ? { ...finding, severity: 'info', handled } : finding,
  );
}
