import { randomUUID } from 'node:crypto';
import type { Notice } from '../../core/run/notice.ts';
import { noticeText } from '../../core/run/notice-text.ts';
import type { Sent } from '../../io/notify/sent.ts';
import { usageError } from '../../lib/errors.ts';
import { loadInventory } from '../discovery/load-inventory.ts';
import { openHooks } from '../wiring/open-hooks.ts';

/** How a hook took a test. */
export interface HookTested {
  readonly hook: string;
  readonly sent: Sent;
  readonly seconds: number;
}

interface TestRequest {
  readonly clusterFile: string | undefined;
  /** Names of the hooks; all where none is named. */
  readonly names: readonly string[];
  readonly signal: AbortSignal;
}

function testNotice(cluster: string): Notice {
  const at = new Date().toISOString();
  const about = {
    version: 1,
    id: `test.${randomUUID()}`,
    event: 'hook.test',
    test: true,
    at,
    cluster,
  } as const;
  return { ...about, text: noticeText(about) };
}

/**
 * Sends a test to hooks, once. Whatever events a hook wants, it gets the test.
 * @throws BaiupError `hooks.none`, `hooks.unknown`, `cluster.file-*` (exit 64)
 */
export async function testHooks({ clusterFile, names, signal }: TestRequest): Promise<HookTested[]> {
  const { file, inventory } = await loadInventory(clusterFile);
  const hooks = openHooks(inventory.hooks ?? []);
  const known = hooks.map(({ name }) => name);
  if (known.length === 0) {
    throw usageError('hooks.none', `${file} declares no hooks`, 'docs/hooks.md says how to declare one');
  }
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const hint = `it declares ${known.join(', ')}`;
    throw usageError('hooks.unknown', `${file} declares no hook ${unknown}`, hint);
  }
  const asked = hooks.filter(({ name }) => names.length === 0 || names.includes(name));
  return Promise.all(
    asked.map(async ({ name, send }) => {
      const start = performance.now();
      const sent = await send(testNotice(inventory.cluster), signal);
      return { hook: name, sent, seconds: (performance.now() - start) / 1000 };
    }),
  );
}
