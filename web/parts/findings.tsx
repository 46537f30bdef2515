import type { Finding } from '../../src/lib/finding.ts';
import { Mark } from './mark.tsx';
import { firstNames, plural } from './plural.ts';

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

/** A warning that somebody has to accept: nothing takes care of it, and no manual step of the run asks for it. */
export const mustBeAccepted = ({ severity, handled, origin }: Finding): boolean =>
  severity === 'warning' && handled === undefined && origin !== 'manual';

/** What needs nothing from anybody: it is taken care of, or only to be known. */
const isQuiet = ({ severity, handled, origin }: Finding): boolean =>
  severity !== 'blocker' && (handled !== undefined || (severity === 'info' && origin === 'risk'));

interface FindingsProps {
  readonly findings: readonly Finding[];
  /** Codes that are accepted, and what to do when one is; absent where nothing can be. */
  readonly accepting?: {
    readonly accepted: ReadonlySet<string>;
    readonly onAccept: (code: string, isAccepted: boolean) => void;
  };
}

function FindingItem({ finding, others, accepting }: Alike & Pick<FindingsProps, 'accepting'>) {
  const { code, severity, summary, detail, source, origin, hint, handled } = finding;
  return (
    <li class={`finding f-${severity}`}>
      <p class="head">
        <Mark of={severity} />
        <code>{code}</code>
      </p>
      <p class="summary">{summary}</p>
      {detail ? <p class="detail">{detail}</p> : null}
      {handled ? <p class="detail">Taken care of: {handled}</p> : null}
      {hint && !handled ? <p class="hint">{hint}</p> : null}
      {source ? (
        <p class="source">
          {owners[origin ?? ''] ?? ''}source: {source}
        </p>
      ) : null}
      {others.length > 0 ? <p class="quiet">The same of {firstNames(others)}.</p> : null}
      {accepting && mustBeAccepted(finding) ? (
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

function FindingList({ findings, accepting }: FindingsProps) {
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

/** Findings, one thought a line, each with what to do about it; those that need nobody are folded away. */
export function Findings({ findings, accepting }: FindingsProps) {
  const open = findings.filter((finding) => !isQuiet(finding));
  const quiet = findings.filter(isQuiet);
  return (
    <>
      {open.length === 0 ? (
        <p class="quiet">Nothing stands in the way.</p>
      ) : (
        <FindingList findings={open} {...(accepting ? { accepting } : {})} />
      )}
      {quiet.length === 0 ? null : (
        <details>
          <summary>
            {plural(quiet.length, 'remark')} that {quiet.length === 1 ? 'needs' : 'need'} nothing from you
          </summary>
          <FindingList findings={quiet} />
        </details>
      )}
    </>
  );
}
