import { blockers, type Finding } from '../../lib/finding.ts';
import type { Hop } from './path.ts';

/** What a way and its hops say of it. */
interface Judged {
  readonly hops: readonly Pick<Hop, 'findings'>[];
  readonly findings: readonly Finding[];
}

/**
 * What refuses a way; it may be taken where there is nothing. The one judgement of what is allowed: `path` says it of
 * a path, and `plan` of the way that a cluster takes.
 */
export function refusals({ findings, hops }: Judged): Finding[] {
  return blockers([...findings, ...hops.flatMap((hop) => hop.findings)]);
}
