import type { Finding } from '../../src/lib/finding.ts';
import { Mark } from './mark.tsx';
import { firstNames } from './plural.ts';

const rank = { blocker: 0, warning: 1, info: 2 } as const;
const few = 3;

/** Whose rule it is, before its source. */
const owners: Readonly<Record<string, string>> = {
  page: 'rule of the page; ',
  index: 'said by the index; ',
  history: 'said by the histories; ',
  risk: 'recorded risk; ',
  manual: 'recorded step; ',
};

/** A finding, and the number of others of its code that say the same of something else. */
interface Alike {
  readonly finding: Finding;
  readonly others: readonly string[];
}

/** What must be fixed first; of many with one code only the first few in full. */
export function alikeFindings(findings: readonly Finding[]): Alike[] {
  const sorted = findings.toSorted((a, b) => rank[a.severity] - rank[b.severity]);
  return [...Map.groupBy(sorted, ({ code, severity }) => `${severity} ${code}`).values()].flatMap((same) =>
    same.slice(0, few).map((finding, index) => ({
      finding,
      others: index === few - 1 ? same.slice(few).map(({ subject }) => subject) : [],
    })),
  );
}

interface FindingsProps {
  readonly findings: readonly Finding[];
  /** Codes that are accepted, and what to do when one is; absent where nothing can be. */
  readonly accepting?: {
    readonly accepted: ReadonlySet<string>;
    readonly onAccept: (code: string, isAccepted: boolean) => void;
  };
}

function FindingItem({ finding, others, accepting }: Alike & Pick<FindingsProps, 'accepting'>) {
  const { code, severity, summary, detail, source, origin, hint } = finding;
  return (
    <li class={`finding f-${severity}`}>
      <p class="head">
        <Mark of={severity} />
        <code>{code}</code>
      </p>
      <p class="summary">{summary}</p>
      {detail ? <p class="detail">{detail}</p> : null}
      {hint ? <p class="hint">{hint}</p> : null}
      {source ? (
        <p class="source">
          {owners[origin ?? ''] ?? ''}source: {source}
        </p>
      ) : null}
      {others.length > 0 ? <p class="quiet">The same of {firstNames(others)}.</p> : null}
      {accepting && severity === 'warning' ? (
        <label class="accept">
          <input
            type="checkbox"
            checked={accepting.accepted.has(code)}
            onChange={({ currentTarget }) => accepting.onAccept(code, currentTarget.checked)}
          />
          I have read this and accept it
        </label>
      ) : null}
    </li>
  );
}

/** Findings, one thought a line, each with what to do about it. */
export function Findings({ findings, accepting }: FindingsProps) {
  if (findings.length === 0) return <p class="quiet">Nothing stands in the way.</p>;
  return (
    <ul class="findings">
      {alikeFindings(findings).map((alike) => (
        <FindingItem
          key={`${alike.finding.code} ${alike.finding.subject} ${alike.finding.summary}`}
          {...alike}
          {...(accepting ? { accepting } : {})}
        />
      ))}
    </ul>
  );
}
