import type { WorkloadTotals } from './totals.ts';

const many = (count: number, one: string, more = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : more}`;

/** "40 running (30 interactive, 8 batch, 2 inference), 1 on its way, 3 waiting; of 6 people; 2 endpoints". */
export function totalsWords(totals: WorkloadTotals): string {
  const {
    running,
    inFlight,
    pending,
    failed = 0,
    kinds = {},
    owners = 0,
    endpoints = 0,
    folders = 0,
    tasks = 0,
    uploads = 0,
  } = totals;
  const byKind = Object.entries(kinds)
    .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
    .map(([kind, count]) => `${count.toLocaleString('en')} ${kind}`);
  const n = (count: number): string => count.toLocaleString('en');
  const sessions = [
    `${n(running)} running${byKind.length > 0 ? ` (${byKind.join(', ')})` : ''}`,
    `${n(inFlight)} on their way`,
    `${n(pending)} waiting`,
    ...(failed > 0 ? [`${n(failed)} failed`] : []),
  ];
  return [
    sessions.join(', '),
    ...(owners > 0 ? [`of ${many(owners, 'person', 'people')}`] : []),
    ...(endpoints > 0 ? [many(endpoints, 'endpoint')] : []),
    ...(folders > 0 ? [`${many(folders, 'folder')} being cloned or deleted`] : []),
    ...(tasks > 0 ? [many(tasks, 'background task')] : []),
    ...(uploads > 0 ? [many(uploads, 'upload')] : []),
  ].join('; ');
}
