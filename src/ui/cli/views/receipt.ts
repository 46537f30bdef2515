import type { Receipt } from '../../../core/plan/receipt.ts';
import type { Paint } from '../paint.ts';
import { seconds } from '../progress.ts';
import { receiptHop } from './receipt-hop.ts';
import { sizeText } from './size-text.ts';
import { under } from './under.ts';

const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const withLine = ({ key, line }: Receipt['configurations'][number]['issues'][number]): string =>
  line === undefined ? key : `${key} (line ${line})`;

/** How many new programs read their file, what those say that do not, and which keys are no longer read. */
function configurationLines({ configurations }: Receipt): string[] {
  const refused = configurations.filter(({ outcome }) => outcome !== 'ok');
  if (configurations.length === 0) return [];
  const read = `  configuration   ${configurations.length - refused.length} of ${plural(configurations.length, 'new program')} read today's file`;
  return [
    read,
    ...refused.flatMap(({ component, version, config, message }) => [
      `    ✗ ${component} ${version} does not take ${config}`,
      ...message.split('\n').map((line) => `        ${line}`),
    ]),
    ...configurations.flatMap(({ component, version, issues }) => {
      const ignored = issues.filter(({ kind }) => kind === 'ignored').map(withLine);
      return ignored.length > 0 ? [`    · ${component} ${version} reads past ${ignored.join(', ')}`] : [];
    }),
  ];
}

function etcdLines({ hops }: Receipt): string[] {
  const put = hops.flatMap(({ etcd }) => etcd.put);
  const removed = hops.flatMap(({ etcd }) => etcd.removed);
  if (put.length + removed.length === 0) return ['  etcd            no key changes'];
  return [
    `  etcd            ${plural(put.length, 'key')} put, ${removed.length} removed`,
    ...put.map((key) => `                    + ${key}`),
    ...removed.map((key) => `                    - ${key}`),
  ];
}

function questionLines({ questions }: Receipt): string[] {
  return questions.map(
    ({ revision, question, answer }) =>
      `  asked           ${revision}: "${question.split('\n').at(-1)}", answered "${answer}" by the plan`,
  );
}

function verdictLines({ downtime, restore }: Receipt): string[] {
  const [low, high] = downtime.predictedRange;
  return [
    '  second run      finds nothing to do, and does nothing',
    `  without service ${seconds(downtime.predicted)}, between ${seconds(low)} and ${seconds(high)}`,
    `  the way back    ${seconds(restore)} to restore database and etcd, then the old release starts`,
  ];
}

function noLines({ failure, repeats }: Receipt): string[] {
  const why = failure?.message ?? (repeats ? '' : 'a second run of its migrations did something again');
  return [
    under('  Why:   ', why),
    ...(failure ? [`  Where: ${failure.step} (${failure.code})`] : []),
    ...(failure?.hint ? [under('  Next:  ', failure.hint)] : []),
    '  The cluster was only read: nothing was changed.',
  ];
}

/** What a rehearsal saw, for a change request. */
export function receiptText(receipt: Receipt, paint: Paint): string {
  const { from, to, ok, hops, copy } = receipt;
  const verdict = ok ? paint('green', 'It will work') : paint('red', 'It would fail');
  const what = copy.given ? `the dump ${copy.given}` : "a copy of this cluster's data";
  const where = copy.host ? ` on ${copy.host}` : '';
  return [
    '',
    `${verdict}: ${from} → ${to}, rehearsed on ${what}${where} (${sizeText(copy.bytes)})`,
    ...hops.flatMap(receiptHop),
    ...configurationLines(receipt),
    ...etcdLines(receipt),
    ...questionLines(receipt),
    ...(ok ? verdictLines(receipt) : noLines(receipt)),
  ].join('\n');
}
