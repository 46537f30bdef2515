import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPage } from '../../scripts/build-web/build-web.ts';
import type { RunFact } from '../../src/core/run/event.ts';
import type { StandingNow } from '../../src/ui/server/wire.ts';
import { simulatedFleet } from '../../web/parts/simulated-fleet.ts';
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
import { type SimulatedServer, simulatedServer } from '../page/simulated-server.ts';

const web = mkdtempSync(join(tmpdir(), 'baiup-page-'));
const driver = {
  who: 'ana@desk',
  host: 'desk',
  pid: 7,
  since: '2026-11-29T02:00:00.000Z',
  life: 'alive',
} as const;
const running: StandingNow = { state: 'running', driver };

/** Counts how often the head of a run is drawn, and how often its steps are. */
const countsDrawings = `
  window.drawings = { head: 0, steps: 0 };
  const count = (of, place) =>
    new MutationObserver(() => (window.drawings[of] += 1)).observe(document.querySelector(place), {
      ...{ subtree: true, childList: true, characterData: true, attributes: true },
    });
  count('head', '[data-seq]');
  count('steps', 'section[aria-label="Steps"]');
`;

/** The folder that `buildPage` fills, read as a browser would. */
const built = (ending: string): string[] =>
  readdirSync(join(web, 'assets'))
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(join(web, 'assets', name), 'utf8'));

beforeAll(() => buildPage(web));
afterAll(() => rmSync(web, { recursive: true }));

describe('the page as it is built', () => {
  it('paints first with less than 100 kB of script, compressed', () => {
    const bytes = built('.js').reduce((sum, text) => sum + gzipSync(text).length, 0);
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(100_000);
  });

  it('brings no parser of plans and events, and asks nobody else for anything', () => {
    expect(built('.js').join()).not.toContain('ZodError');
    const elsewhere = /(?:https?:)?\/\/(?!www\.w3\.org\/)[a-z0-9-]+\.[a-z]{2,}/gi;
    expect([...built('.js'), ...built('.css')].flatMap((text) => text.match(elsewhere) ?? [])).toEqual([]);
  });

  it('has nothing inline that its policy would stop', () => {
    const page = readFileSync(join(web, 'index.html'), 'utf8');
    expect(page).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=/);
  });
});

describe.skipIf(noBrowser)(suiteName('the page in a browser'), () => {
  const fleet = simulatedFleet(5);
  let browser: Browser;
  let server: SimulatedServer;

  /** So many events of the fleet's run, the last of which is just now. */
  const eventsNow = (count: number) => fleet.eventsFrom(Date.now() - count * 200, 200);
  const serve = async (count: number, more: readonly RunFact[] = [], standing = running): Promise<void> => {
    const events = eventsNow(count);
    const [first] = events;
    const at = new Date().toISOString();
    const added = more.map((fact, index) => ({ seq: count + index + 1, at, run: 'r-1', ...fact }));
    if (!first) throw new Error('a run has a first event');
    server = await simulatedServer({
      web,
      plan: fleet.plan,
      events: [...events.slice(0, count), ...added],
      standing,
    });
  };

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it('shows a run as it goes, and goes on where it was cut off, without gaps or doubles', async () => {
    await serve(20);
    const { page, complaints } = await openPage(browser, server.url, desktop);
    await page.getByRole('heading', { level: 1, name: /Running.*24\.03\.10 → 24\.03\.11/ }).waitFor();
    const events = eventsNow(fleet.facts.length);
    server.tell(events.slice(20, 30));
    await page.getByText('Capture agent a0001', { exact: false }).first().waitFor();
    server.cut();
    await page.getByText('not live').waitFor();
    server.tell(events.slice(30, 60));
    server.back();
    await page.locator('.link-state.is-open').waitFor();
    expect(server.streams.at(-1)).toBe('30');
    server.tell(events.slice(55));
    server.stand({ state: 'done', driver: null });
    await page.getByRole('heading', { level: 1, name: /Done/ }).waitFor();
    const stations = (): Promise<string[]> => page.locator('.station .how').allTextContents();
    const unfinished = async () => (await stations()).filter((text) => !/^done, \d+ steps?/.test(text));
    await expect.poll(unfinished, { timeout: 10_000 }).toEqual([]);
    expect(complaints.filter((each) => !each.includes('ERR_'))).toEqual([]);
    await server.close();
  });

  it('draws what is out of sight less often, and never leaves it behind', async () => {
    await serve(20);
    const { page } = await openPage(browser, server.url, phone);
    await page.locator('section[aria-label="Steps"]').waitFor();
    await page.evaluate(countsDrawings);
    const events = eventsNow(fleet.facts.length);
    for (let told = 20; told < 80; told += 3) {
      server.tell(events.slice(told, told + 3));
      await page.waitForTimeout(50);
    }
    const counts = (await page.evaluate('window.drawings')) as Record<'head' | 'steps', number>;
    expect(counts.head).toBeGreaterThan(3);
    expect(counts.steps).toBeLessThan(counts.head);
    server.tell(events.slice(80));
    await page.waitForTimeout(300);
    const told = page.locator('section[aria-label="Steps"] summary .quiet');
    await expect
      .poll(async () =>
        (await told.allTextContents()).filter((text) => !/^(\d+) of \1 steps? done$/.test(text)),
      )
      .toEqual([]);
    await server.close();
  });

  it('asks for the name of the cluster before it goes back, by the keys alone', async () => {
    await serve(20);
    const { page } = await openPage(browser, server.url, desktop);
    await page.getByRole('button', { name: 'Go back…' }).waitFor();
    const focused = () => page.evaluate('document.activeElement?.textContent');
    for (let presses = 0; presses < 30 && (await focused()) !== 'Go back…'; presses += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await page.keyboard.press('Tab');
    expect(await dialog.getByRole('button', { name: 'Go back', exact: true }).isDisabled()).toBe(true);
    await dialog.getByRole('textbox').focus();
    await page.keyboard.type('fleet');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    expect(server.asked).toEqual([{ path: '/api/runs/r-1/abort', body: { cluster: 'fleet' } }]);
    await server.close();
  });

  it('is unmissable where somebody is needed, and approves what was shown', async () => {
    const asked: RunFact[] = [
      {
        kind: 'approval.asked',
        step: '1.approve.disk',
        hop: 0,
        title: 'Make room',
        how: 'Remove <b>old</b> images',
      },
      { kind: 'run.stopped' },
    ];
    await serve(9, asked, { state: 'stopped', driver: null });
    const { page } = await openPage(browser, server.url, phone);
    await page.getByRole('heading', { level: 1, name: /Waits for your approval/ }).waitFor();
    expect(await page.title()).toMatch(/^\? Waits for your approval/);
    await page.getByText('Remove <b>old</b> images').waitFor();
    await page.getByRole('button', { name: 'It is done: approve and resume' }).click();
    await expect.poll(() => server.asked.length).toBe(2);
    expect(server.asked).toEqual([
      { path: '/api/runs/r-1/approve', body: { steps: ['1.approve.disk'] } },
      { path: '/api/runs/r-1/resume', body: {} },
    ]);
    await server.close();
  });

  it.each([
    ['at desktop width', desktop, ['/', '/plan', '/runs/r-1/hosts/a0003']],
    ['at phone width, at night', dark(phone), ['/', '/runs']],
  ])(
    'has nothing serious for axe-core and nothing wider than the screen %s',
    async (_where, options, paths) => {
      await serve(30);
      const { page } = await openPage(browser, server.url, options);
      const found: string[] = [];
      for (const path of paths) {
        await page.goto(`${server.url}${path}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.locator('.timeline, .plan, .runs').first().waitFor();
        found.push(...(await seriousOf(page)).map((each) => `${path} ${each}`));
        const over = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        if (Number(over) > 0) found.push(`${path} is ${over} pixels too wide`);
      }
      expect(found).toEqual([]);
      await server.close();
    },
  );
});
