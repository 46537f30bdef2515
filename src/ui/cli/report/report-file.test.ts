import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { RunToReport } from '../../../app/actions/report.ts';
import type { ReportData } from '../../server/report-data.ts';
import { journalInside, reportFile, reportInside } from './report-file.ts';
import { brokenSeal } from './seal.ts';

const journal = '{"title":"</script><script>alert(1)</script>"}\n'.repeat(50);
const given = {
  known: { run: 'r-1', id: 'b0a1' },
  plan: { id: 'p-1', title: '</script>' },
  journal,
} as unknown as RunToReport;
const parts = {
  render: () => ({ title: 'Run <r-1> & "more"', body: '<main>shown</main>' }),
  css: 'p > a { color: red }',
  script: 'document.querySelector("</script>")',
};
const text = reportFile({} as ReportData, parts, given);

it('holds the journal as it was written', () => {
  const inside = reportInside(text, 'x.html');
  expect(journalInside(inside)).toBe(journal);
  expect(inside).toMatchObject({
    run: { name: 'r-1', id: 'b0a1' },
    plan: { title: '</script>' },
    signature: null,
  });
  expect(brokenSeal(text)).toBeUndefined();
});

it('lets nothing of its data end an element, or begin one', () => {
  expect(text.match(/<script/g)).toHaveLength(2);
  expect(text.match(/<\/script>/g)).toHaveLength(2);
  expect(text).toContain('<title>Run &lt;r-1&gt; &amp; &quot;more&quot;</title>');
});

it('runs nothing but its own script, and loads nothing', () => {
  const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(text) ?? [];
  const [, code = ''] = /<script>(.*)<\/script>/.exec(text) ?? [];
  const [, style = ''] = /<style>(.*)<\/style>/.exec(text) ?? [];
  const hash = (of: string): string => createHash('sha256').update(of).digest('base64');
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(`script-src 'sha256-${hash(code)}'`);
  expect(policy).toContain(`style-src 'sha256-${hash(style)}'`);
  expect(text).not.toMatch(/https?:\/\/|\bsrc=|\bhref=/);
});

it('says that a journal cannot be unpacked whose bytes were changed', () => {
  const broken = text.replace(/"journal":"(.{40})./, '"journal":"$1!');
  expect(journalInside(reportInside(broken, 'x.html'))).toBeUndefined();
});

it.each(['', '<html></html>', '<script type="application/json" id="baiup-report">{"format":2}</script>'])(
  'is told from what is no report: %s',
  (other) => {
    expect(() => reportInside(other, 'x.html')).toThrow(/x\.html is no report of baiup/);
  },
);
