import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import type { RunToReport } from '../../../app/actions/report.ts';
import { usageError } from '../../../lib/errors.ts';
import type { ReportData } from '../../server/report-data.ts';
import { sealed } from './seal.ts';

/** What the built page has for reports. */
export interface ReportParts {
  readonly render: (data: ReportData) => { readonly title: string; readonly body: string };
  readonly css: string;
  /** Only adds folding. */
  readonly script: string;
}

const inside = z.object({
  format: z.literal(1),
  run: z.object({ name: z.string(), id: z.string() }).nullable(),
  /** gzip as base64: the journal's lines as they were written. */
  journal: z.string(),
  plan: z.unknown(),
  signature: z.unknown(),
});
export type ReportInside = z.infer<typeof inside>;

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);
const hashed = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
/** Text of a script or of a style cannot end its element. */
const closed = (text: string): string => text.replaceAll('</', '<\\/');

const inElement = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

function dataOf(given: RunToReport | undefined): ReportInside {
  const journal = gzipSync(given?.journal ?? '', { level: 9 }).toString('base64');
  const run = given ? { name: given.known.run, id: given.known.id } : null;
  return { format: 1, run, journal, plan: given?.plan ?? null, signature: given?.signature ?? null };
}

/** One file with all in it: it needs no network and no script. */
export function reportFile(
  data: ReportData,
  { render, css, script }: ReportParts,
  given: RunToReport | undefined,
): string {
  const { title, body } = render(data);
  const [style, code] = [closed(css), closed(script)];
  const policy = [
    "default-src 'none'",
    `style-src ${hashed(style)}`,
    `script-src ${hashed(code)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const lines = [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    body,
    `<script type="application/json" id="baiup-report">${inElement(dataOf(given))}</script>`,
    `<script>${code}</script>`,
    '</body>',
    '</html>',
  ];
  return sealed(lines.join('\n'));
}

const dataForm = /<script type="application\/json" id="baiup-report">(.*?)<\/script>/s;

const noReport = (name: string) =>
  usageError('report.wrong', `${name} is no report of baiup`, 'baiup report RUN -o FILE.html makes one');

/** What is kept inside a report. @throws BaiupError `report.wrong` (exit 64) */
export function reportInside(text: string, name: string): ReportInside {
  const [, found] = dataForm.exec(text) ?? [];
  if (found === undefined) throw noReport(name);
  try {
    return inside.parse(JSON.parse(found));
  } catch {
    throw noReport(name);
  }
}

/** The journal in a report; undefined where it cannot be unpacked any more. */
export function journalInside({ journal }: ReportInside): string | undefined {
  try {
    return gunzipSync(Buffer.from(journal, 'base64'), { maxOutputLength: 1e9 }).toString('utf8');
  } catch {
    return undefined;
  }
}
