import type { CandidateTag } from './version.ts';

export interface VersionParts {
  /** Two digits: 24. */
  readonly year: number;
  /** 1 to 99: mostly the month, but lines such as 25.15 exist. */
  readonly month: number;
  readonly patch: number;
  readonly candidate?: { readonly tag: CandidateTag; readonly number: number };
}

const shape = /^(\d{2})\.(\d{1,2})\.(\d{1,5})(?:[.-]?(dev|a|b|rc)(\d{1,5}))?$/;

/** The numbers of a version in either spelling (24.03.5 and 24.3.5); undefined for any other word. */
export function versionParts(text: string): VersionParts | undefined {
  const match = shape.exec(text);
  if (!match) return undefined;
  const [, year, month, patch, tag, number] = match;
  const numbers = { year: Number(year), month: Number(month), patch: Number(patch) };
  if (numbers.month === 0) return undefined;
  if (tag === undefined) return numbers;
  return { ...numbers, candidate: { tag: tag as CandidateTag, number: Number(number) } };
}
