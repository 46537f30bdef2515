import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { inventorySchema } from '../../src/core/cluster/inventory.ts';

const docs = join(import.meta.dirname, '../../docs');
const schema = JSON.parse(readFileSync(join(docs, 'reference/cluster.schema.json'), 'utf8'));
// It names keys that it requires of one of several forms.
const validate = new Ajv({ strict: true, strictRequired: false, strictTuples: false }).compile(schema);

const [, whole = ''] =
  /```yaml\n([\s\S]*?)```/.exec(readFileSync(join(docs, 'cluster-file.md'), 'utf8')) ?? [];
const example = parse(whole) as Record<string, unknown>;

const more = {
  hooks: [{ name: 'chat', on: ['run.failed'], command: ['/usr/local/bin/page', '--team', 'infra'] }],
  guard: ['owner=ana@example.com'],
  announcement: {},
  rehearsal: { host: 'local' },
  ssh: { atOnce: 32 },
};

/** Where each key of a value is, as long as the schema gives the name: hosts and plugins have names of their own. */
function keysIn(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => {
    const isFree = ['hosts', 'plugins'].includes(path.at(-1) ?? '');
    return [...(Array.isArray(value) || isFree ? [] : [[...path, key]]), ...keysIn(each, [...path, key])];
  });
}

/** The value with a key changed to another name, or left out. */
function changed(value: unknown, path: readonly string[], name: string | undefined): unknown {
  const [first = '', ...rest] = path;
  if (Array.isArray(value))
    return value.map((each, at) => (String(at) === first ? changed(each, rest, name) : each));
  const own = value as Record<string, unknown>;
  if (rest.length > 0) return { ...own, [first]: changed(own[first], rest, name) };
  const { [first]: gone, ...others } = own;
  return name === undefined ? others : { ...others, [name]: gone };
}

const all = { ...example, ...more };
const keys = keysIn(all);

describe('the schema of the cluster file', () => {
  it('takes what the loader takes', () => {
    expect(inventorySchema.safeParse(all).error).toBeUndefined();
    expect(validate(all), JSON.stringify(validate.errors)).toBe(true);
    expect(keys.length).toBeGreaterThan(60);
  });

  it.each(keys.map((path) => [path.join('.'), path] as const))('refuses a typo in %s', (_name, path) => {
    expect(validate(changed(all, path, `${path.at(-1)}x`))).toBe(false);
  });

  it('misses the keys that the loader misses', () => {
    const differ = keys.filter((path) => {
      const without = changed(all, path, undefined);
      return validate(without) !== inventorySchema.safeParse(without).success;
    });
    // That only one of several keys may be left out is said by the loader alone.
    expect(differ.map((path) => path.join('.'))).toEqual(['hosts.local.transport', 'hooks.0.command']);
  });

  it('tells what the docs tell of keys', () => {
    expect(schema.properties.components.items.properties.workdir.description).toBe('the folder it runs in');
  });
});
