import type { Receipt, RehearsedHop } from '../../../core/plan/receipt.ts';
import type { Paint } from '../paint.ts';
import { seconds } from '../progress.ts';
import { sizeText } from './size-text.ts';

const slowest = 3;

function hopLines({ from, to, ok, seconds: took, revisions, drift }: RehearsedHop): string[] {
  const longest = [...revisions].sort((a, b) => b.seconds - a.seconds).slice(0, slowest);
  const named = longest.map((revision) => `${revision.id} ${seconds(revision.seconds)}`).join(', ');
  return [
    `  ${ok ? '✓' : '✗'} ${from} → ${to}   ${revisions.length} revisions, ${seconds(took)} with capture and proof${named ? `; the longest ${named}` : ''}`,
    ...(ok
      ? [
          `    like a fresh install, but for ${drift.allowed + drift.cosmetic} differences of the vendor's own making`,
        ]
      : []),
  ];
}

/** What a rehearsal saw, for a change request. */
export function receiptText(receipt: Receipt, paint: Paint): string {
  const { from, to, ok, hops, copy, restore, etcdChanged, downtime, failure } = receipt;
  const [low, high] = downtime.predictedRange;
  const verdict = ok ? paint('green', 'It will work') : paint('red', 'It would fail');
  return [
    '',
    `${verdict}: ${from} → ${to}, rehearsed on a copy of this cluster's data (${sizeText(copy.bytes)})`,
    ...hops.flatMap(hopLines),
    ...(failure ? [`  Why: ${failure.message}`, `  Where: ${failure.step} (${failure.code})`] : []),
    ...(ok
      ? [
          `  etcd: ${etcdChanged.length} keys change; a second run finds nothing to do`,
          `  without service: ${seconds(downtime.predicted)}, between ${seconds(low)} and ${seconds(high)}`,
          `  the way back: ${seconds(restore)} to restore database and etcd, then the old release starts`,
        ]
      : ['  The cluster was only read: nothing was changed.']),
  ].join('\n');
}
