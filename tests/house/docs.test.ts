import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { referencePages } from '../../scripts/reference/pages.ts';
import { isConsecutive } from '../../scripts/trials/record.ts';
import { trialsPage } from '../../scripts/trials/table.ts';
import { parseInventory } from '../../src/app/discovery/load-inventory.ts';
import { loadCatalog } from '../../src/core/catalog/load-catalog.ts';
import { recordedMigrations } from '../../src/core/path/migration-trials.ts';
import { recordedTrials } from '../../src/core/path/trials.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('docs', () => {
  it.each(Object.entries(referencePages()))(
    'docs/reference/%s is what the code says (npm run reference)',
    (name, text) => {
      expect(read(`docs/reference/${name}`)).toBe(text);
    },
  );

  it('docs/trials.md is what is recorded (npm run trials -- --record)', () => {
    const page = trialsPage(recordedTrials(), recordedMigrations(), isConsecutive(loadCatalog()));
    expect(read('docs/trials.md')).toBe(page);
  });

  it('show a cluster file that is accepted', () => {
    const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(read('docs/cluster-file.md')) ?? [];
    expect(parseInventory('docs/cluster-file.md', example).components).toHaveLength(3);
  });

  it('link to pages that exist', () => {
    const pages = [
      'README.md',
      ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.md'))
        .map((path) => `docs/${path}`),
    ];
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!http)([^)#]+)/g)]
        .map(([, target = '']) => join(root, page, '..', target))
        .filter((target) => !existsSync(target)),
    );
    expect(broken).toEqual([]);
  });

  it('keep ARCHITECTURE.md below 300 lines and AGENTS.md below 100', () => {
    expect(read('ARCHITECTURE.md').split('\n').length).toBeLessThanOrEqual(300);
    expect(read('AGENTS.md').split('\n').length).toBeLessThanOrEqual(100);
  });
});
