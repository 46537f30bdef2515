import type { Receipt } from '../../src/core/plan/receipt.ts';
import { Moment } from './moment.tsx';
import { plural } from './plural.ts';
import { rangeText, seconds } from './seconds.ts';

const most = 12;

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Bytes as an operator reads them: "1.2 GB". */
function sizeText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

type Hop = Receipt['hops'][number];

function Differences({ hop }: { readonly hop: Hop }) {
  const shown = hop.differences.filter(({ whose }) => whose !== 'cosmetic').slice(0, most);
  const more = hop.differences.length - shown.length;
  if (hop.differences.length === 0) return <p>{hop.ok ? 'Exactly like a fresh install.' : ''}</p>;
  return (
    <details open={!hop.ok}>
      <summary>
        {hop.drift.structural > 0
          ? `✗ ${hop.drift.structural} differences from a fresh install that matter`
          : `Like a fresh install, but for ${plural(hop.differences.length, 'known difference')}`}
      </summary>
      <ul>
        {shown.map(({ whose, kind, object, actual, expected, reason }) => (
          <li key={`${kind} ${object}`} class={whose === 'ours' ? 'bad' : ''}>
            <code>{object}</code> ({kind})
            {expected === undefined ? '' : `: has ${actual ?? 'nothing'}, a fresh install ${expected}`}
            {reason ? `. ${reason}` : ''}
          </li>
        ))}
        {more > 0 ? <li class="quiet">and {more} more; all are in the receipt</li> : null}
      </ul>
    </details>
  );
}

function ReceiptHop({ hop }: { readonly hop: Hop }) {
  const slowest = hop.revisions.toSorted((a, b) => b.seconds - a.seconds).slice(0, 3);
  const more = hop.revisions.length - slowest.length;
  return (
    <section>
      <h4>
        {hop.ok ? '✓' : '✗'} {hop.from} → {hop.to}{' '}
        <span class="quiet">
          {plural(hop.revisions.length, 'revision')}, {seconds(hop.seconds)} with capture and proof
        </span>
      </h4>
      <ul>
        {slowest.map(({ id, seconds: took, commits }) => (
          <li key={id}>
            <code>{id}</code> {seconds(took)}
            {commits ? ', commits by itself' : ''}
          </li>
        ))}
        {more > 0 ? <li class="quiet">and {plural(more, 'shorter one')}</li> : null}
      </ul>
      <Differences hop={hop} />
    </section>
  );
}

/** What a rehearsal saw on a copy of the cluster's own data. */
export function ReceiptView({ receipt }: { readonly receipt: Receipt }) {
  const { ok, copy, hops, downtime, restore, failure, repeats, made, configurations } = receipt;
  const refused = configurations.filter(({ outcome }) => outcome !== 'ok');
  return (
    <div class={`receipt ${ok ? 'good' : 'bad'}`}>
      <p class="verdict">
        <strong>{ok ? '✓ It will work' : '✗ It would fail'}</strong>, rehearsed <Moment at={made} withDay />{' '}
        on {copy.given ? `the dump ${copy.given}` : "a copy of this cluster's data"} ({sizeText(copy.bytes)}).
      </p>
      {failure || !repeats ? (
        <div class="bad">
          <p>{failure?.message ?? 'A second run of its migrations did something again.'}</p>
          {failure?.hint ? <p class="hint">{failure.hint}</p> : null}
          <p>The cluster was only read: nothing was changed.</p>
        </div>
      ) : (
        <p>
          Without service {rangeText(downtime.predicted, downtime.predictedRange)}. {seconds(restore)} to
          restore database and etcd on the way back. A second run found nothing to do.
        </p>
      )}
      <p>
        {configurations.length - refused.length} of {plural(configurations.length, 'new program')} read
        today's configuration file.
      </p>
      {refused.map(({ component, version, config, message }) => (
        <p class="bad" key={`${component} ${config}`}>
          ✗ {component} {version} does not take {config}: {message}
        </p>
      ))}
      {hops.map((hop) => (
        <ReceiptHop key={hop.to} hop={hop} />
      ))}
    </div>
  );
}
