import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const state = mkdtempSync(join(tmpdir(), 'baiup-scripts-'));
const minutes = 60_000;

afterAll(() => rmSync(state, { recursive: true, force: true }));

/** A script as `npm run` starts it, with runs and sandboxes of its own and everybody's environments. */
function script(...words: string[]): Promise<{ readonly code: number | null; readonly text: string }> {
  const env = { ...process.env, XDG_STATE_HOME: state };
  const child = spawn(join(root, 'bin/node'), words, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, text }));
  });
}

describe('words of scripts', () => {
  it.each(['bench', 'trials', 'trials/fill', 'demo'])(
    '%s has a help and refuses what it does not know',
    async (name) => {
      const help = await script(`scripts/${name}.ts`, '--help');
      expect(help).toMatchObject({ code: 0, text: expect.stringContaining('npm run') });
      const unknown = await script(`scripts/${name}.ts`, '--no-such-word');
      expect(unknown).toMatchObject({ code: 64, text: expect.stringContaining('--no-such-word') });
      expect(unknown.text).not.toMatch(/^\s+at /m);
    },
  );
});

describe('npm run bench', () => {
  it.each([
    ['help', /help: \d+ ms, node -e 0: \d+ ms/],
    ['catalog', /longest path, policy page: \d+ ms[\s\S]*schema matrix: [1-9]\d{4} pairs/],
    ['fleet', /fleet of 10: [\d.]+ s, [\d.]+ of its critical path[\s\S]*planned in [\d.]+ s/],
    ['fanout', /fan-out, 5 tasks on 4 hosts by SSH \(\S+\): [\d.]+ s, Ansible [\d.]+ s[\s\S]*far side/],
    ['sync', /catalog sync of one release: \d+ s, [1-9]\d* of \d+ bytes/],
    ['workloads', /workloads, 1000 sessions as json: [\d.]+ s .*, \d+ MB .*, \d+ lines/],
    ['dump', /dump, smallest: [\d.]+ s[\s\S]*restore, smallest: [\d.]+ s/],
    ['drain', /drain of 20 sessions: [\d.]+ s, the manager alone [\d.]+ s; [\d.]+ of it/],
    ['rehearsal', /rehearsal of 24\.03\.11 → 24\.09\.6: [\d.]+ s/],
    ['upgrade', /, cold: [\s\S]*hold inside the stop [\d.]+ s[\s\S]*unavoidable with cold starts [\d.]+ s/],
    ['by-hand', /manually in the page's order, 24\.03\.10 → 24\.03\.11: [\d.]+ s without full service/],
  ])('%s runs at its smallest size', { timeout: 10 * minutes }, async (part, line) => {
    const { code, text } = await script('scripts/bench.ts', part, '--size', 'smallest');
    expect(text).toMatch(line);
    expect(code).toBe(0);
  });
});

describe('npm run trials', () => {
  it('tries one hop on real packages', { timeout: 10 * minutes }, async () => {
    const { code, text } = await script('scripts/trials.ts', '--hop', '24.03.10:24.03.11');
    expect(text).toMatch(/\[1\/1\] 24\.03\.10 → 24\.03\.11/);
    expect(code).toBe(0);
  });

  it('lists its hops, with what it has just seen', async () => {
    const { code, text } = await script('scripts/trials.ts', '--list');
    expect(text).toMatch(/^24\.03\.10 → 24\.03\.11 +\w+ +(?!not tried yet)/m);
    expect(code).toBe(0);
  });

  it('names a hop that is none', async () => {
    const { code, text } = await script('scripts/trials.ts', '--hop', 'twenty:24.03.11');
    expect(text).toContain('twenty:24.03.11 names no hop between two releases.');
    expect(code).toBe(64);
  });
});

describe('npm run demo', () => {
  it('upgrades a real cluster over two hops', { timeout: 15 * minutes }, async () => {
    const { code, text } = await script('scripts/demo.ts');
    expect(text).toMatch(/24\.03\.11 → 24\.09\.4 .*\d/);
    expect(code).toBe(0);
  });
});
