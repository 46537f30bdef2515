import type { Version } from '../versions/version.ts';
import { type ApiPart, isSamePart, shapeInWords } from './api-part.ts';
import type { CensusDifference, ComparedCensus, CountRow, ExplainedDifference } from './difference.ts';
import type { EndpointWord } from './endpoint-word.ts';
import { explainsAnswer } from './explained-api.ts';
import type { FolderShare } from './folder-share.ts';

/** What only the cluster's administrators give: here one more is as wrong as one less. */
const fixed: ReadonlySet<string> = new Set(['resource groups', 'folder hosts', 'projects', 'policies']);

type Found = CensusDifference & { readonly what: string };

const endpoints = 'endpoints';

/** One that does not serve yet is told apart: managers start its sessions by and by. */
function isWellEnough(before: string, after: string): boolean {
  const [lost, was]: [EndpointWord, EndpointWord] = ['does not answer', 'answers'];
  return !(before === was && after === lost);
}

/** What is said of folders is whose they are, and what earlier notes have is their name: both are their users'. */
const listed: ReadonlySet<string> = new Set(['folders', 'readable folders']);

/** What another user has shared, he may take back. */
function isTakenBack(what: string, before: string): boolean {
  const shared: FolderShare = 'shared';
  return what === 'folders' && before === shared;
}

/** Endpoints that served before and have no session that is ready. */
function restingOf(before: readonly ApiPart[], after: readonly ApiPart[]): string[] {
  const has = after.find(({ what }) => what === endpoints)?.rows ?? {};
  const had = before.find(({ what }) => what === endpoints)?.rows ?? {};
  return Object.keys(had).filter((key) => had[key] !== '' && has[key] === '');
}

function partDifferences(before: ApiPart, after: ApiPart): Found[] {
  const { what, who, rows: had = {} } = before;
  const among = what;
  const whose = shapeInWords(who);
  if (!after.rows) {
    const actual = after.trouble ?? 'nothing';
    return [{ what, kind: 'no-answer', among, object: `${what} of ${whose}`, actual }];
  }
  const has = after.rows;
  const nameOf = (key: string): string => `${key} of the ${what} of ${whose}`;
  const lost = Object.entries(had).flatMap(([key, expected]): Found[] => {
    // A project may be called "constructor".
    const actual = Object.hasOwn(has, key) ? has[key] : undefined;
    if (actual === undefined && isTakenBack(what, expected)) return [];
    if (actual === undefined) return [{ what, kind: 'row-missing', among, key, object: nameOf(key) }];
    if (actual === expected || listed.has(what)) return [];
    if (what === endpoints && isWellEnough(expected, actual)) return [];
    return [{ what, kind: 'cell-other', among, key, object: nameOf(key), actual, expected }];
  });
  if (!fixed.has(what)) return lost;
  const extra = Object.keys(has).filter((key) => !Object.hasOwn(had, key));
  return [
    ...lost,
    ...extra.map((key): Found => ({ what, kind: 'row-extra', among, key, object: nameOf(key) })),
  ];
}

const countOf = ({ rows = {} }: ApiPart): number => Object.keys(rows).length;

function counted(before: readonly ApiPart[], after: readonly ApiPart[]): CountRow[] {
  const all = new Map<string, { before: number; after: number }>();
  const add = (parts: readonly ApiPart[], side: 'before' | 'after'): void => {
    for (const part of parts) {
      const row = all.get(part.what) ?? { before: 0, after: 0 };
      row[side] += countOf(part);
      all.set(part.what, row);
    }
  };
  add(before, 'before');
  add(after, 'after');
  return [...all].map(([among, row]) => ({ among, ...row }));
}

/** What the database still holds of what the API no longer lists, by the question: keys of it. */
export type StillHeld = ReadonlyMap<string, ReadonlySet<string>>;

/** Things that users make and remove: where the database has one no more either, nobody but they took it away. */
export const ofUsers: ReadonlySet<string> = new Set([
  'users',
  'keypairs',
  'folders',
  'images',
  'readable folders',
  'folder quotas',
  'endpoints',
]);

export interface ComparedAnswers extends ComparedCensus {
  /** Questions that were not answered before either, or that nobody is left to ask, so nothing is compared. */
  readonly unanswered: readonly string[];
  /** Endpoints that served before, and whose sessions were not ready again when it was asked. */
  readonly resting: readonly string[];
}

export function missingOf(
  before: readonly ApiPart[],
  after: readonly ApiPart[],
): ReadonlyMap<string, readonly string[]> {
  const missing = new Map<string, string[]>();
  for (const { what, kind, key } of differencesOf(before, after)) {
    if (kind !== 'row-missing' || key === undefined || !ofUsers.has(what)) continue;
    missing.set(what, [...(missing.get(what) ?? []), key]);
  }
  return missing;
}

function differencesOf(before: readonly ApiPart[], after: readonly ApiPart[]): Found[] {
  return before.flatMap((part) => {
    const again = after.find((each) => isSamePart(part, each));
    return part.rows === undefined || again === undefined ? [] : partDifferences(part, again);
  });
}

/** Of the first, what has a difference or rests: worth being asked again. */
export function differingParts(before: readonly ApiPart[], after: readonly ApiPart[]): ApiPart[] {
  return before.filter(
    (part) => differencesOf([part], after).length > 0 || restingOf([part], after).length > 0,
  );
}

/** What was not answered before the stop, and keypairs that users have removed since: the census counts those. */
function notCompared(before: readonly ApiPart[], after: readonly ApiPart[]): string[] {
  return before.flatMap((part) => {
    const isGone = !after.some((each) => isSamePart(part, each));
    const why = part.trouble ?? (isGone ? 'the keypair that asked is gone' : undefined);
    return why === undefined ? [] : [`${part.what} of ${shapeInWords(part.who)}: ${why}`];
  });
}

/**
 * What the managers' API answers beside what it answered. What is gone from the database too is no difference of the
 * API: the census of the database answers for it.
 */
export function compareAnswers(
  before: readonly ApiPart[],
  after: readonly ApiPart[],
  { held, ...hop }: { readonly from: Version; readonly to: Version; readonly held: StillHeld },
): ComparedAnswers {
  const lost: CensusDifference[] = [];
  const explained = new Map<string, ExplainedDifference>();
  for (const { what, ...each } of differencesOf(before, after)) {
    const { kind, key = '' } = each;
    if (kind === 'row-missing' && ofUsers.has(what) && !held.get(what)?.has(key)) continue;
    const known = explainsAnswer({ what, ...each }, hop);
    if (known === undefined) lost.push(each);
    else {
      const { reason, source } = known;
      const alike = JSON.stringify([kind, each.among, reason]);
      const first = explained.get(alike) ?? { ...each, reason, source };
      explained.set(alike, { ...first, alike: (first.alike ?? 0) + 1 });
    }
  }
  return {
    counts: counted(before, after),
    lost,
    explained: [...explained.values()],
    resting: restingOf(before, after),
    unanswered: notCompared(before, after),
  };
}
