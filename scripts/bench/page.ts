import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import type { RunEvent } from '../../src/core/run/event.ts';
import { desktop, openBrowser, openPage } from '../../tests/page/browser.ts';
import { simulatedServer } from '../../tests/page/simulated-server.ts';
import { simulatedFleet } from '../../web/parts/simulated-fleet.ts';
import { buildPage } from '../build-web/build-web.ts';
import type { Size } from './sized-sandbox.ts';

export interface PageFigures {
  readonly hosts: number;
  readonly seconds: number;
  readonly events: number;
  /** Seconds of a processor that the main thread used, each second. */
  readonly share: number;
  /** Megabytes of JavaScript's heap after its garbage was collected: after a tenth of the time, and at the end. */
  readonly heap: readonly [early: number, late: number];
  /** Milliseconds from an event to its picture: the median and the 99th percentile. */
  readonly shown: readonly [median: number, p99: number];
  /** Seconds from opening the page to the first picture of the run. */
  readonly opened: number;
}

const driver = {
  who: 'ana@desk',
  host: 'desk',
  pid: 7,
  since: '2026-11-29T02:00:00.000Z',
  life: 'alive',
} as const;

const perSecond = 100;
/** So often they come, in groups. */
const everyMs = 20;

/** Notes when each picture has been drawn, and up to which event it shows the run. */
const notesPictures = `
  window.pictures = [];
  const head = document.querySelector('[data-seq]');
  new MutationObserver(() => setTimeout(() => window.pictures.push([Number(head.dataset.seq), Date.now()])))
    .observe(head, { attributes: true, attributeFilter: ['data-seq'] });
`;

async function metric(session: CDPSession, name: string): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find((each) => each.name === name)?.value ?? 0;
}

async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  return (await metric(session, 'JSHeapUsedSize')) / 1e6;
}

/** Milliseconds that each event took to be shown. */
async function latencies(page: Page, sent: ReadonlyMap<number, number>): Promise<number[]> {
  const pictures = (await page.evaluate('window.pictures')) as readonly (readonly [
    seq: number,
    at: number,
  ])[];
  let picture = 0;
  return [...sent].flatMap(([seq, at]) => {
    while (picture < pictures.length && (pictures[picture]?.[0] ?? 0) < seq) picture += 1;
    const shown = pictures[picture];
    return shown ? [shown[1] - at] : [];
  });
}

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** A thousand hosts and a hundred events a second, as one looks at them for a while in Chromium. */
export async function benchPage(size: Size, seconds = size === 'smallest' ? 20 : 600): Promise<PageFigures> {
  const web = await mkdtemp(join(tmpdir(), 'baiup-bench-page-'));
  await buildPage(web);
  const hosts = 1000;
  const fleet = simulatedFleet(hosts - 1, Math.ceil((seconds * perSecond) / (hosts * 12)) + 1);
  const started = Date.now();
  const events: readonly RunEvent[] = fleet.eventsFrom(started, 1000 / perSecond);
  const begun = 500;
  const standing = { state: 'running', driver } as const;
  const server = await simulatedServer({ web, plan: fleet.plan, events: events.slice(0, begun), standing });
  const browser = await openBrowser();
  try {
    const opening = performance.now();
    const { page } = await openPage(browser, server.url, desktop);
    await page.locator('.cell').first().waitFor({ timeout: 60_000 });
    const opened = (performance.now() - opening) / 1000;
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.evaluate(notesPictures);
    // The map of all hosts costs most: what is out of sight is drawn less often.
    await page.locator('.cell').first().scrollIntoViewIfNeeded();
    const sent = new Map<number, number>();
    const [from, before] = [performance.now(), await metric(session, 'TaskDuration')];
    let early: number | undefined;
    let told = begun;
    for (let now = 0; now < seconds * 1000; now = performance.now() - from) {
      const due = begun + Math.floor((now / 1000) * perSecond);
      const next = events.slice(told, due);
      if (next.length > 0) server.tell(next);
      for (const { seq } of next) sent.set(seq, Date.now());
      told = Math.max(told, due);
      if (early === undefined && now > seconds * 100) early = await heapOf(session);
      await delay(everyMs);
    }
    const lasted = (performance.now() - from) / 1000;
    const used = (await metric(session, 'TaskDuration')) - before;
    await delay(1000);
    const took = (await latencies(page, sent)).toSorted((a, b) => a - b);
    const late = await heapOf(session);
    return {
      ...{
        hosts,
        seconds: lasted,
        events: sent.size,
        share: used / lasted,
        heap: [early ?? late, late],
        opened,
      },
      shown: [percentile(took, 0.5), percentile(took, 0.99)],
    };
  } finally {
    await browser.close();
    await server.close();
    await rm(web, { recursive: true });
  }
}
