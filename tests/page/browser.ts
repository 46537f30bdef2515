import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Debian's, or whichever is named. */
const executablePath = process.env['BAIUP_CHROMIUM'] ?? '/usr/bin/chromium';

/** Why the page cannot be tried in a browser here; undefined where it can. */
export const noBrowser = existsSync(executablePath) ? undefined : `there is no ${executablePath}`;

/** What a suite that needs a browser is called, so that the last line says what was left out. */
export const suiteName = (name: string): string =>
  noBrowser === undefined ? name : `${name} [left out: ${noBrowser}]`;

export const openBrowser = (): Promise<Browser> =>
  // Root has no sandbox of Chromium's.
  chromium.launch({ executablePath, args: ['--no-sandbox'] });

export const desktop: BrowserContextOptions = {
  viewport: { width: 1280, height: 900 },
  colorScheme: 'light',
};
export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  colorScheme: 'light',
  hasTouch: true,
};
export const dark = (options: BrowserContextOptions): BrowserContextOptions => ({
  ...options,
  colorScheme: 'dark',
});

/** A page, and what its browser complained of: the policy, a script that threw, an answer that failed. */
export async function openPage(browser: Browser, url: string, options: BrowserContextOptions) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.goto(url);
  return { page, complaints };
}

interface Violation {
  readonly id: string;
  readonly impact?: string | null;
  readonly nodes: readonly { readonly target: readonly unknown[] }[];
}

/** What axe-core finds that is serious or critical: its rule, and the first element. */
export async function seriousOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate('axe.run(document).then(({ violations }) => violations)');
  return (found as readonly Violation[])
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${String(nodes[0]?.target)}`);
}
