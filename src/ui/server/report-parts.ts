import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BaiupError } from '../../lib/errors.ts';
import { pageFolders } from './assets.ts';
import type { ReportData } from './report-data.ts';

interface Rendered {
  readonly title: string;
  readonly body: string;
}

/** The components of the page as a function, and what a report needs beside them. @throws BaiupError `page.not-built` */
export async function loadReportParts() {
  for (const folder of pageFolders) {
    const css = await readFile(join(folder, 'report.css'), 'utf8').catch(() => undefined);
    if (css === undefined) continue;
    const program: string = pathToFileURL(join(folder, 'report.js')).href;
    const { renderReport } = (await import(program)) as { renderReport: (data: ReportData) => Rendered };
    const script = await readFile(join(folder, 'report-fold.js'), 'utf8').catch(() => '');
    return { render: renderReport, css, script };
  }
  throw new BaiupError('page.not-built', 'the page has not been built, and reports are made of it', {
    hint: 'in a checkout: npm run prepare; or --format md, which needs no page',
    left: 'nothing was changed',
  });
}
