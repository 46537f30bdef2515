import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildWeb } from '../../scripts/build-web/build-web.ts';
import {
  dark,
  desktop,
  noBrowser,
  openBrowser,
  openPage,
  phone,
  seriousOf,
  suiteName,
} from '../page/browser.ts';
import { type Lab, openLab } from './lab.ts';

const root = join(import.meta.dirname, '../..');
const pictures = join(root, 'docs/pictures');
const long = { timeout: 400_000 };

const looks: Readonly<Record<string, BrowserContextOptions>> = {
  'desktop-light': desktop,
  'desktop-dark': dark(desktop),
  'phone-light': phone,
  'phone-dark': dark(phone),
};

/** The page's server, and the address that it prints for a browser. */
async function serve(lab: Lab, cluster: string): Promise<{ server: ChildProcess; address: string }> {
  const { BAIUP_HOME: _home, ...inherited } = process.env;
  const env = { ...inherited, XDG_STATE_HOME: lab.folder, NO_COLOR: '1' };
  const words = ['serve', '--port', '0', '--cluster', cluster];
  const server = spawn(join(root, 'bin/baiup'), words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      const [found] = /http:\S+enter\?token=\S+/.exec(said) ?? [];
      if (found) resolve(found);
    };
    server.stdout.on('data', hear);
    server.stderr.on('data', hear);
    server.once('close', () => reject(new Error(`the server ended: ${said}`)));
  });
  return { server, address };
}

describe.skipIf(noBrowser)(suiteName('a whole upgrade from the page'), () => {
  let lab: Lab;
  let browser: Browser;
  let server: ChildProcess | undefined;
  let page: Page;
  let complaints: readonly string[];
  let name = '';
  let cluster = '';

  beforeAll(async () => {
    await buildWeb(join(root, 'dist/web'));
    await mkdir(pictures, { recursive: true });
    lab = await openLab();
    const { exitCode, json } = await lab.json('sandbox', 'up', '--at', '24.03.11');
    expect(exitCode).toBe(0);
    cluster = json.cluster;
    const served = await serve(lab, cluster);
    server = served.server;
    browser = await openBrowser();
    ({ page, complaints } = await openPage(browser, served.address, desktop));
    page.setDefaultTimeout(60_000);
  }, 600_000);
  afterAll(async () => {
    await browser?.close();
    server?.kill('SIGINT');
    await lab?.run(['sandbox', 'down']);
    await lab?.close();
  });

  /** A picture in each look that is named, of the page as it is now. */
  const picture = async (what: string, ...wanted: readonly string[]): Promise<void> => {
    for (const look of wanted) {
      const { colorScheme = 'light', viewport } = looks[look] ?? desktop;
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      if (viewport) await page.setViewportSize(viewport);
      await page.screenshot({ path: join(pictures, `${what}-${look}.png`) });
    }
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.setViewportSize(desktop.viewport ?? { width: 1280, height: 900 });
  };
  const heading = (text: RegExp) => page.getByRole('heading', { level: 1, name: text });
  const button = (text: string) => page.getByRole('button', { name: text, exact: true });

  it('shows the cluster as it is', async () => {
    await page.getByRole('link', { name: 'Cluster' }).click();
    await page.getByText('are healthy').waitFor(long);
    expect(await seriousOf(page)).toEqual([]);
    name = (await page.locator('h1').textContent()) ?? '';
    await picture('cluster', 'desktop-light', 'phone-dark');
  }, 420_000);

  it('makes a plan, rehearses it, and has its findings read and accepted one by one', async () => {
    await page.getByRole('link', { name: 'Plan' }).click();
    await page.getByLabel('Upgrade to').fill('24.09.4');
    await button('Make the plan').click();
    await page.locator('.tree').first().waitFor(long);
    expect(await seriousOf(page)).toEqual([]);
    await picture('plan', 'desktop-light', 'phone-light');
    await button('Rehearse it').click();
    await page.getByText('It will work').waitFor(long);
    await page.getByRole('region', { name: 'Rehearsal' }).scrollIntoViewIfNeeded();
    await picture('receipt', 'desktop-light');
    for (const box of await page.getByLabel('I have read this and accept it').all()) await box.check();
    await button('Carry it out…').click();
    await button('Carry it out').click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  }, 900_000);

  it('waits for the manual step, and goes on once it is approved; pauses, and goes on', async () => {
    await page.getByRole('link', { name: 'Now' }).click();
    await heading(/Waits for your approval/).waitFor(long);
    expect(await seriousOf(page)).toEqual([]);
    await picture('approval', 'desktop-light', 'desktop-dark', 'phone-light', 'phone-dark');
    // Whoever drives it hears of it; where it has stopped by then, it goes on at once.
    await page.getByRole('button', { name: /^It is done: approve/ }).click();
    await button('Pause').click(long);
    await heading(/Stopped/).waitFor(long);
    await button('Resume').click();
    await heading(/Running/).waitFor(long);
  }, 900_000);

  it('shows the stop as it lasts, and the end', async () => {
    await page.locator('.figure', { hasText: 'DOWN' }).waitFor(long);
    await picture('run', 'desktop-light', 'desktop-dark', 'phone-light', 'phone-dark');
    await heading(/Done/).waitFor(long);
    expect(await seriousOf(page)).toEqual([]);
    await picture('done', 'desktop-light', 'phone-light');
  }, 900_000);

  it('is rolled back once the name of the cluster is typed', async () => {
    await button('Roll back…').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill(name);
    await picture('rollback', 'desktop-light');
    await dialog.getByRole('button', { name: 'Roll back', exact: true }).click();
    await heading(/Back/).waitFor(long);
    await picture('back', 'desktop-light');
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByText('rolled-back').waitFor();
    const { json } = await lab.json('status', '--cluster', cluster);
    const versions = new Set(json.components.map(({ version }: { version: string }) => version));
    expect([...versions]).toEqual(['24.03.11']);
    expect(complaints).toEqual([]);
  }, 900_000);
});
