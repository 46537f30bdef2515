import { expect, it } from 'vitest';
import { programOf } from './command.ts';

it.each<[string, [string, ...string[]]]>([
  ['python', ['/usr/bin/python', '-c', 'nice']],
  ['uv', ['/usr/bin/nice', '-n', '10', '/usr/bin/ionice', '-t', '-c', '2', '-n', '7', '/opt/uv', 'pip']],
  ['nice', ['nice']],
])('%s is the program of %j', (name, argv) => {
  expect(programOf(argv)).toBe(name);
});
