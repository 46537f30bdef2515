import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { withSchemaLine } from './schema-line.ts';

it('names the schema by which an editor knows the keys of a cluster file', () => {
  const [first = '', second] = withSchemaLine('cluster: lab\n').split('\n');
  const [, file = ''] = /^# yaml-language-server: \$schema=(file:\S+)$/.exec(first) ?? [];
  const { properties } = JSON.parse(readFileSync(fileURLToPath(file), 'utf8')) as { properties: object };
  expect(Object.keys(properties)).toContain('components');
  expect(second).toBe('cluster: lab');
});
