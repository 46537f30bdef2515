import type { InitAnswer } from '../../../app/actions/init.ts';
import { BaiupError } from '../../../lib/errors.ts';
import type { Paint } from '../paint.ts';
import { fewOfEach, moreText } from './few-of-each.ts';
import { findingLines } from './findings.ts';

interface Said {
  readonly answer: InitAnswer;
  readonly file: string;
  readonly isWritten: boolean;
}

type Found = InitAnswer['draft']['members'][number]['found'];

const componentsOf = ({ draft }: InitAnswer) =>
  draft.members.map(({ written, found, remarks }) => ({
    id: written.id,
    component: written.component,
    host: written.host,
    version: found.version ?? null,
    environment: found.environment?.path ?? null,
    active: found.isActive,
    remarks: Object.values(remarks).flat(),
  }));

/** The contract's document. */
export function initJson({ answer, file, isWritten }: Said): Record<string, unknown> {
  const { changes, findings } = answer;
  return { file, written: isWritten, components: componentsOf(answer), changes: changes ?? null, findings };
}

/** What was found on one host, in a few words. */
export function hostLine(host: string, found: readonly Found[] | BaiupError): string {
  if (found instanceof BaiupError) return `${host}: ${found.message}`;
  const what = found.map(({ component, version }) => `${component} ${version ?? 'of unknown version'}`);
  return `${host}: ${what.length > 0 ? what.join(', ') : 'nothing of Backend.AI'}`;
}

function memberLines(answer: InitAnswer): string[] {
  const all = componentsOf(answer);
  const width = Math.max(14, ...all.map(({ component }) => component.length));
  return fewOfEach(all, ({ component, version }) => `${component} ${version}`).flatMap(({ item, more }) => [
    `  ${item.id.padEnd(5)} ${item.component.padEnd(width)} ${(item.version ?? '').padEnd(10)} ${item.host}`,
    ...(more.length > 0 ? [`    ${moreText(more.length)}`] : []),
  ]);
}

const marks = { added: '+', differs: '≠', gone: '?' } as const;

function changeLines({ changes }: InitAnswer): string[] {
  if (changes === undefined) return [];
  if (changes.length === 0) return ['Nothing has changed: the file says what was found.'];
  const lines = changes.map(({ kind, what }) => `  ${marks[kind]} ${what}`);
  const stays = changes.some(({ kind }) => kind !== 'added');
  return [...lines, ...(stays ? ['  What is written stays: correct it in the file where it is wrong.'] : [])];
}

function endLine({ answer, file, isWritten }: Said): string {
  if (isWritten && answer.changes === undefined)
    return `Written: ${file}. Read it, then: baiup status --cluster ${file}`;
  if (isWritten) return `Written: ${file}, with what is new. All else in it stays.`;
  return `Nothing was written to ${file}.`;
}

/** What was found, what is to be known of it, and where it is written. @param shows the file itself is wanted */
export function initText(said: Said & { readonly shows: boolean }, paint: Paint): string {
  const { answer, shows } = said;
  const { draft, findings } = answer;
  return [
    paint('bold', draft.head.cluster),
    ...memberLines(answer),
    ...(findings.length > 0 ? ['', ...findingLines(findings)] : []),
    ...(answer.changes ? ['', ...changeLines(answer)] : []),
    ...(shows && answer.isNew ? ['', answer.text.trimEnd()] : []),
    '',
    endLine(said),
  ].join('\n');
}
