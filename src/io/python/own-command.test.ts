import { describe, expect, it } from 'vitest';
import { canBeTried, ownCommand } from './own-command.ts';

const files = { original: '/srv/m/manager.toml', config: '/lent/manager.toml' };
const command = (...words: string[]) =>
  ownCommand({ arguments: ['-m', 'ai.backend.cli', ...words], cwd: '/srv/m', variables: {} }, files).slice(2);

describe('what a service gives to Python', () => {
  it.each([
    [
      ['mgr', 'start-server', '-f', '/srv/m/manager.toml'],
      ['mgr', 'start-server', '-f', '/lent/manager.toml'],
    ],
    [
      ['-f', 'manager.toml', '--debug'],
      ['-f', '/lent/manager.toml', '--debug'],
    ],
    [['--config=manager.toml'], ['--config=/lent/manager.toml']],
    [['-f./manager.toml'], ['-f/lent/manager.toml']],
    [
      ['-f', 'other.toml'],
      ['-f', 'other.toml', '-f', '/lent/manager.toml'],
    ],
    [['--debug'], ['--debug', '-f', '/lent/manager.toml']],
  ])('%j reads the copy', (words, expected) => {
    expect(command(...words)).toEqual(expected);
  });

  it('stays as it is where nothing is copied', () => {
    const same = { original: '/a.toml', config: '/a.toml' };
    const words = ['-m', 'ai.backend.cli', 'mgr', 'start-server'];
    expect(ownCommand({ arguments: words, cwd: '/', variables: {} }, same)).toEqual(words);
  });

  it.each([
    [['-m', 'ai.backend.cli', 'mgr'], true],
    [['-m', 'ai.backend.manager.server'], true],
    [['-m', 'site.start'], false],
    [['start.py', 'ai.backend.cli'], false],
  ])('%j: can be tried: %s', (words, expected) => {
    expect(canBeTried({ arguments: words })).toBe(expected);
  });
});
