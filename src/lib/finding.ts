export type Severity = 'blocker' | 'warning' | 'info';

/** What a check, a rule or a plan has to say. Blockers cannot be waived; warnings are accepted by `code`. */
export interface Finding {
  /** Permanent and dotted or dashed: `etcd.registry-project`, `exit-release`. */
  readonly code: string;
  readonly severity: Severity;
  /** What it is about: a hop, a component, a key. */
  readonly subject: string;
  readonly summary: string;
  readonly detail?: string | undefined;
  /** What to type or do next. */
  readonly hint?: string | undefined;
  /** Where the rule comes from: a page, the index, an issue. */
  readonly source?: string | undefined;
  /** Whose it is: the page, the index, the history, a risk, a manual step (manual). */
  readonly origin?: string | undefined;
  /** What takes care of it or looks for it, in a few words. */
  readonly handled?: string | undefined;
  /** Of a hop: the release that it ends in has to run before the database goes on. */
  readonly runsBetween?: boolean | undefined;
  /** Of a release: nothing to one whose migrations alone are run. */
  readonly onlyRunning?: boolean | undefined;
}

export function blockers<F extends Pick<Finding, 'severity'>>(findings: readonly F[]): F[] {
  return findings.filter((finding) => finding.severity === 'blocker');
}

export function warnings(findings: readonly Finding[]): Finding[] {
  return findings.filter((finding) => finding.severity === 'warning');
}
