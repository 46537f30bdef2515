import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../lib/baiup.ts';
import type { Size } from './sized-sandbox.ts';

const [from, to] = ['22.09.23', '26.09.6'];

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Runs in a fresh process, imports done: CPU milliseconds of loading the catalog and finding the longest path. */
const longest = `
  const { loadCatalog } = await import('./src/core/catalog/load-catalog.ts');
  const { findPath } = await import('./src/core/path/find-path.ts');
  const before = process.cpuUsage();
  const catalog = loadCatalog();
  const loaded = process.cpuUsage(before);
  findPath(catalog, '${from}', '${to}', { policy: process.argv[1] });
  const all = process.cpuUsage(before);
  const ms = ({ user, system }) => (user + system) / 1000;
  console.log(JSON.stringify({ load: ms(loaded), all: ms(all) }));
`;

const matrix = `
  const { schemaMatrix } = await import('./src/app/actions/schema-matrix.ts');
  const start = performance.now();
  const { pairs } = schemaMatrix();
  const seconds = (performance.now() - start) / 1000;
  console.log(JSON.stringify({ seconds, pairs: pairs.length, rssMb: process.resourceUsage().maxRSS / 1024 }));
`;

function asked<T>(code: string, words: readonly string[], home: string): T {
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', code, ...words], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, BAIUP_HOME: home },
  });
  return JSON.parse(stdout) as T;
}

export interface CatalogFigures {
  /** CPU milliseconds, medians, by policy. */
  readonly longest: readonly { readonly policy: string; readonly load: number; readonly all: number }[];
  /** Milliseconds, median: `baiup path` from the shell. */
  readonly shell: number;
  readonly matrix: { readonly seconds: number; readonly pairs: number; readonly rssMb: number };
}

/** How quick the catalog is; needs no network. */
export async function benchCatalog(size: Size): Promise<CatalogFigures> {
  const rounds = size === 'smallest' ? 1 : 7;
  const home = await mkdtemp(join(tmpdir(), 'baiup-bench-'));
  try {
    const longestOf = (policy: string) => {
      const all = Array.from({ length: rounds }, () =>
        asked<{ load: number; all: number }>(longest, [policy], home),
      );
      return { policy, load: median(all.map(({ load }) => load)), all: median(all.map((each) => each.all)) };
    };
    const env = { ...process.env, BAIUP_HOME: home };
    const once = (): number => {
      const start = performance.now();
      spawnSync(join(root, 'bin/baiup'), ['path', from, to], { stdio: 'ignore', env });
      return performance.now() - start;
    };
    once();
    return {
      longest: ['page', 'schema'].map(longestOf),
      shell: median(Array.from({ length: rounds }, once)),
      matrix: asked(matrix, [], home),
    };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
