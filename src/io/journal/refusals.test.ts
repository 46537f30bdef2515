import { describe, expect, it } from 'vitest';
import { damagedRun } from './damage.ts';
import { drivenElsewhere } from './driven-elsewhere.ts';
import type { Driver } from './port.ts';

/** What an operator reads of an error. */
const said = ({ code, message, hint, left, exit }: ReturnType<typeof damagedRun>) => ({
  code,
  message,
  hint,
  left,
  exit,
});

describe('what is said of a run', () => {
  it('whose journal is damaged', () => {
    expect(said(damagedRun('r-1', { why: 'line 5 is not JSON' }))).toEqual({
      code: 'run.damaged',
      message: 'the journal of r-1 is damaged: line 5 is not JSON',
      hint: 'baiup show r-1 says what is left of it, and what can be done',
      left: 'nothing was changed now',
      exit: 1,
    });
  });

  it('that another version wrote', () => {
    expect(said(damagedRun('r-1', { why: 'line 5 is of a kind', isForeign: true }))).toEqual({
      code: 'run.unreadable',
      message: 'another version of baiup wrote the journal of r-1: line 5 is of a kind',
      hint: 'resume it or roll it back with that version',
      left: 'nothing was changed now',
      exit: 1,
    });
  });

  const driver: Driver = {
    who: 'ana@desk',
    host: 'op1',
    pid: 7,
    since: '2026-11-27T12:00:00.000Z',
    life: 'alive',
  };

  it('that a process of this machine drives', () => {
    expect(said(drivenElsewhere('r-1', driver))).toEqual({
      code: 'run.driven-elsewhere',
      message: 'process 7 on this machine drives r-1 (ana@desk)',
      hint: 'watch it: baiup show r-1',
      left: 'nothing was changed by this command',
      exit: 2,
    });
  });

  it('that somebody drives from elsewhere', () => {
    expect(said(drivenElsewhere('r-1', { ...driver, life: 'elsewhere' }))).toEqual({
      code: 'run.driven-elsewhere',
      message:
        'ana@desk drives r-1 from op1 (process 7, since 2026-11-27T12:00:00.000Z); from here baiup cannot tell whether it still does',
      hint: 'look on op1: baiup show r-1; if op1 is gone for good: baiup unlock, then type the command again',
      left: 'nothing was changed by this command',
      exit: 2,
    });
  });
});
