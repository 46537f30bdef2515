import { expect, it } from 'vitest';
import { buildOf } from './build-of.ts';

it.each([
  ['25.15.6', '25.15.6', false],
  ['25.1.1', '25.01.1', false],
  ['24.3.0.dev0', '24.03.0.dev0', false],
  ['26.4.0rc1', '26.04.0rc1', false],
  ['v25.15.6', '25.15.6', false],
  ['25.15.6.post1', '25.15.6', true],
  ['25.15.6post2', '25.15.6', true],
  ['25.15.6-1', '25.15.6', true],
  ['25.15.6.r3', '25.15.6', true],
  ['25.15.6.post1.dev3', '25.15.6', true],
  ['25.15.6+site1', '25.15.6', true],
  ['25.15.6.post1+site.1', '25.15.6', true],
  ['25.15.6.1', '25.15.6', true],
  ['24.3.11+g12ab.d20240101', '24.03.11', true],
  ['24.3.0.dev0+g12ab', '24.03.0.dev0', true],
  ['26.4.0rc1.post1', '26.04.0rc1', true],
])('%s is a build of %s', (text, release, isFixed) => {
  expect(buildOf(text)).toEqual({ release, isFixed });
});

it.each(['', 'main', '0.0.0', '1.2.3', 'unknown', '25.15', '25.15.6 fixed', '+site1', '25.15.6+'])(
  '"%s" is a build of no release',
  (text) => {
    expect(buildOf(text)).toBeUndefined();
  },
);
