import type { Hop, Path } from '../../core/path/path.ts';
import type { OutageMode } from '../../core/plan/plan.ts';
import type { Finding } from '../../lib/finding.ts';

/** Hops that share an outage. */
export type OutageHops = readonly [Hop, ...Hop[]];

/** The rules that require the last release of an outage to run before the database goes on. */
export function runsBecause(outage: OutageHops): { readonly rule: string; readonly title: string }[] {
  const said = outage.at(-1)?.findings.filter(({ runsBetween }) => runsBetween) ?? [];
  return said.map(({ code, summary }) => ({ rule: code, title: summary }));
}

/**
 * Cuts a path into outages: one for each hop, or one that lasts until a release must run before the database goes on.
 */
export function outagesOf({ hops }: Pick<Path, 'hops'>, windows: OutageMode): OutageHops[] {
  const all: OutageHops[] = [];
  for (const hop of hops) {
    const last = all.at(-1);
    const goesOn = last !== undefined && windows === 'one' && runsBecause(last).length === 0;
    if (goesOn) all.splice(-1, 1, [...last, hop]);
    else all.push([hop]);
  }
  return all;
}

const handled = 'only its migrations are run: no program of it starts';

/** The findings of a path. A finding about running a release is settled if only the migrations of that release run. */
export function passedThrough<F extends Finding>(
  findings: readonly F[],
  path: Pick<Path, 'hops'>,
  windows: OutageMode,
): F[] {
  const never = new Set<string>(
    outagesOf(path, windows).flatMap((outage) => outage.slice(0, -1).map(({ to }) => to)),
  );
  return findings.map((finding) =>
    finding.onlyRunning && never.has(finding.subject) ? { ...finding, severity: 'info', handled } : finding,
  );
}
