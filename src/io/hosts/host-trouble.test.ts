import { describe, expect, it } from 'vitest';
import { BaiupError } from '../../lib/errors.ts';
import { hostTrouble, wasCut } from './host-trouble.ts';

const cut = new BaiupError('host.connection-lost', 'cut');
const behind = (cause: unknown) => new BaiupError('service.unknown', 'wrapped', { cause });

describe('hostTrouble', () => {
  it.each([
    ['a lost connection', cut, 'host.connection-lost', true],
    ['one behind another error', behind(behind(cut)), 'host.connection-lost', true],
    ['a host that is lost', new BaiupError('host.lost', 'x'), 'host.lost', false],
    ['a file that is refused', new BaiupError('host.refused', 'x'), undefined, false],
    ['a command that failed', new BaiupError('command.failed', 'x'), undefined, false],
    ['a bug', new Error('x'), undefined, false],
    ['nothing', undefined, undefined, false],
  ])('%s', (_what, error, code, isCut) => {
    expect(hostTrouble(error)?.code).toBe(code);
    expect(wasCut(error)).toBe(isCut);
  });
});
