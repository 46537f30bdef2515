import type { Forgotten, Found } from '../../../app/actions/forget.ts';
import type { Kept } from '../../../app/forget/kept.ts';
import { sizeText } from './size-text.ts';

const words: Readonly<Record<Kept['what'], string>> = {
  database: 'old database',
  dump: 'dump',
  environment: 'environment',
  link: 'link',
  files: 'captured files',
  captures: 'captured',
};

const removable = ({ kept }: Found): Kept[] => kept.filter(({ stays }) => stays === undefined);
const bytesOf = (kept: readonly Kept[]): number => kept.reduce((sum, { bytes }) => sum + bytes, 0);
const where = ({ name, host }: Kept): string => (host === undefined ? name : `${name} on ${host}`);

function line(kept: Kept): string {
  const stays = kept.stays === undefined ? '' : `   stays: ${kept.stays}`;
  return `  ${words[kept.what].padEnd(14)} ${where(kept)}   ${sizeText(kept.bytes)}${stays}`;
}

const noWayBack = ({ run, from, to }: Found): string =>
  `Afterwards ${run} cannot be rolled back: nothing leads from ${to} to ${from} any more.`;

/** What a run keeps, and what removing it means. */
export function foundLines(found: Found): string[] {
  const { run, kept, wayBack } = found;
  if (kept.length === 0) return [`${run} keeps nothing that could be removed.`];
  const gone = removable(found);
  const stay = kept.filter(({ stays }) => stays !== undefined);
  return [
    ...(gone.length > 0 ? [`${run} keeps, and forgetting it removes (${sizeText(bytesOf(gone))}):`] : []),
    ...gone.map(line),
    ...(stay.length > 0 ? [`${run} keeps, and it stays:`] : []),
    ...stay.map(line),
    ...(wayBack && gone.length > 0 ? [noWayBack(found)] : []),
  ];
}

export function forgetQuestion(found: Found): string {
  const what = `Remove all of this that does not stay, ${sizeText(bytesOf(removable(found)))}?`;
  return found.wayBack ? `${what} ${noWayBack(found)}` : what;
}

/** What was removed, and what could not be. */
export function forgottenText({ run }: Found, { removed, failed, freed }: Forgotten['done'] & {}): string {
  return [
    `Forgot ${run}: ${removed.length} ${removed.length === 1 ? 'thing' : 'things'} removed, ${sizeText(freed)} freed.`,
    ...failed.map((kept) => `  not removed: ${where(kept)}: ${kept.stays}`),
    ...(failed.length > 0 ? [`Fix that, then type it again: baiup forget ${run}`] : []),
  ].join('\n');
}

/** The contract's document. */
export function forgetJson({ found, done }: Forgotten): Record<string, unknown> {
  const key = ({ what, host, name }: Kept): string => `${what} ${host} ${name}`;
  const removed = new Set(done?.removed.map(key));
  const failed = new Map(done?.failed.map((each) => [key(each), each.stays]));
  return {
    run: found.run,
    freed: done?.freed ?? 0,
    frees: bytesOf(removable(found)),
    forgotten: done !== undefined,
    wayBack: found.wayBack,
    items: found.kept.map((each) => ({
      what: each.what,
      host: each.host ?? null,
      name: each.name,
      bytes: each.bytes,
      removed: removed.has(key(each)),
      stays: each.stays ?? failed.get(key(each)) ?? null,
    })),
  };
}
