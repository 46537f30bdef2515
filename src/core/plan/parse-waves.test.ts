import { describe, expect, it } from 'vitest';
import { parseWaves } from './parse-waves.ts';

describe('what --waves asks for', () => {
  it.each([
    ['10', { by: 'number', agents: 10 }],
    ['10%', { by: 'percent', percent: 10 }],
    ['0.5%', { by: 'percent', percent: 0.5 }],
    ['groups', { by: 'group', first: [] }],
    ['groups=gpu,cpu', { by: 'group', first: ['gpu', 'cpu'] }],
  ])('%s', (waves, size) => {
    expect(parseWaves({ waves })).toEqual({ size, bake: 120, failures: 0 });
  });

  it('takes what is said of the canary, the time and the failures', () => {
    const asked = { canary: 'a1', bake: 0, failures: 3 };
    expect(parseWaves({ waves: '1', ...asked })).toEqual({ size: { by: 'number', agents: 1 }, ...asked });
  });

  it('is nothing where nothing is asked for', () => {
    expect(parseWaves({})).toBeUndefined();
  });

  it.each(['0', '0%', '101%', '-1', '1.5', 'ten', '', 'groups=', '%'])('refuses "%s"', (waves) => {
    expect(() => parseWaves({ waves })).toThrow(expect.objectContaining({ code: 'waves.malformed' }));
  });

  it.each([
    [{ canary: 'a1' }, '--canary a1'],
    [{ canary: 'gpu 1' }, "--canary 'gpu 1'"],
    [{ bake: 300 }, '--bake 5m'],
    [{ bake: 0 }, '--bake 0s'],
    [{ failures: 0 }, '--failures 0'],
  ])('refuses %j without --waves, and says what can be typed', (typed, words) => {
    const hint = `say how many agents turn at once, like --waves 10% ${words}`;
    expect(() => parseWaves(typed)).toThrow(expect.objectContaining({ code: 'waves.missing', hint }));
  });
});
