import type { Finding } from '../../src/lib/finding.ts';
import { Findings } from './findings.tsx';
import { plural } from './plural.ts';

/** A hop as `baiup path --format json` tells it. */
export interface PathHop {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  /** Why the path halts there. */
  readonly why?: string;
  readonly route: {
    readonly kind: string;
    readonly run: readonly string[];
    readonly fill: readonly string[];
  };
  readonly findings: readonly Finding[];
}

const routeText = ({ kind, run, fill }: PathHop['route']): string => {
  if (kind === 'none') return 'the database stays as it is';
  const filled = fill.length > 0 ? `, ${fill.length} of which would be skipped in silence` : '';
  return `${plural(run.length, 'revision')} (${kind})${filled}`;
};

/** The legal path: each stop with why it is there, and what is known of the way to it. */
export function PathLine({ hops }: { readonly hops: readonly PathHop[] }) {
  return (
    <ol class="path">
      {hops.map(({ from, to, kind, why, route, findings }) => (
        <li key={to}>
          <p>
            <strong class="mono">
              {from} → {to}
            </strong>{' '}
            <span class="quiet">
              {kind}, {routeText(route)}
            </span>
          </p>
          {why ? <p>{why}</p> : null}
          {findings.length === 0 ? null : (
            <details>
              <summary class="quiet">{plural(findings.length, 'thing')} known of this hop</summary>
              <Findings findings={findings} />
            </details>
          )}
        </li>
      ))}
    </ol>
  );
}
