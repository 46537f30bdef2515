import { expect, it } from 'vitest';
import { asideNames } from './aside-names.ts';
import { lastAside } from './last-aside.ts';

const run = '01jd9z6k3v8w5x2y4n7q0r1s2t';
const aside = (name: string, hop = 1) => asideNames(name, { run, hop }).aside;

it.each(['backend', 'Back "end"', 'backend_before_it', 'b'.repeat(63), 'é'.repeat(20), 'b'.repeat(28)])(
  'the database that was set aside last is found by the name that it had: %s',
  (name) => {
    const others = [
      'postgres',
      `${name}_before`,
      'other',
      aside('other'),
      asideNames(name, { run, hop: 1 }).copy,
    ];
    expect(lastAside(name, others)).toBeUndefined();
    expect(lastAside(name, [...others, aside(name, 2), aside(name)])).toBe(aside(name, 2));
  },
);
