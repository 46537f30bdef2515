import { loadRules } from '../../core/catalog/rules/load-rules.ts';
import { acceptsSession } from '../../core/workloads/guard.ts';
import { usageError } from '../../lib/errors.ts';
import { nearWords } from '../../lib/near-words.ts';
import { checks } from './index.ts';

/** What the path, and the planner, say by themselves. */
const others = [
  'agent.postponed',
  'already-there',
  'asked-of-database',
  'candidate',
  'capture.others',
  'capture.unknown',
  'cluster.mixed-versions',
  'configuration.manual',
  'consecutive-lines',
  'consecutive-minors',
  'database-without-history',
  'downgrade',
  'exit-release',
  'incomplete-release',
  'line-unknown',
  'mixed-database',
  'mixed-skipped-revisions',
  'never-published',
  'no-path',
  'no-trial',
  'others.own-only',
  'others.there',
  'others.unendable',
  'page-exception',
  'plugin.lost',
  'plugin.unavailable',
  'prove.api',
  'prove.capacity',
  'prove.census',
  'prove.entry-points',
  'proof.failed',
  'proxy.database',
  'proxy.schema-blocked',
  'schema-blocked',
  'schema-orphans',
  'schema.goes-back',
  'trial-failed',
  'turn.stops',
  'turn.workloads',
  'window.too-short',
  'workloads.left',
  'withdrawn',
];

/** Every code of a finding that an operator may accept. */
export function knownCodes(): ReadonlySet<string> {
  return new Set([...others, ...checks.map(({ code }) => code), ...loadRules().map(({ id }) => id)]);
}

const longestShown = 60;

/**
 * The codes that an operator accepts, each once, in an order of their own.
 * @throws BaiupError `accept.unknown` (exit 64) for a code that nothing has
 */
export function acceptedCodes(typed: readonly string[]): string[] {
  const known = knownCodes();
  const codes = [...new Set(typed)].sort();
  const unknown = codes.find((code) => !known.has(code) && !acceptsSession.test(code));
  if (unknown === undefined) return codes;
  const shown = unknown.length > longestShown ? `${unknown.slice(0, longestShown)}…` : unknown;
  const near = nearWords(unknown, known);
  const meant = near.length > 0 ? `did you mean ${near.join(' or ')}? ` : '';
  throw usageError(
    'accept.unknown',
    `there is no finding to accept with the code "${shown}": no check and no rule has it`,
    `${meant}each finding of baiup check and baiup plan shows its code`,
  );
}
