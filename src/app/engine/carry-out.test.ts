import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { PlacedStep } from '../../core/plan/walk.ts';
import type { RunEvent, RunFact } from '../../core/run/event.ts';
import { BaiupError } from '../../lib/errors.ts';
import { type AnyStep, irreversible, type Probed } from '../steps/step.ts';
import { carryBack, carryOut, checkBack, failureOf, secondsSince, stepNamed, teller } from './carry-out.ts';
import type { Drive } from './port.ts';

const placed: PlacedStep = {
  step: { id: '1.x', kind: 'x', title: 'Do x', params: { member: 'm1' }, needs: [], hosts: [], estimate: 1 },
  phase: { name: 'all', title: 'all', side: 'stopped', steps: [] },
  hop: 2,
};
const base = { step: '1.x', hop: 2, title: 'Do x' };
const seconds = expect.any(Number);

/** A step of which one part fails, and what is told of it. */
function world(more: Partial<AnyStep> = {}, probed: Probed = 'todo') {
  const log: string[] = [];
  const told: unknown[] = [];
  const step: AnyStep = {
    kind: 'x',
    params: z.object({ member: z.string() }),
    title: () => 'Do x',
    estimate: 1,
    probe: async (_params, _context, attempted) => {
      log.push(`probe ${attempted}`);
      return probed;
    },
    apply: async ({ member }, _context, found) => {
      log.push(`apply ${member} ${found}`);
      return { made: 1 };
    },
    verify: async () => void log.push('verify'),
    undo: async () => {
      log.push('undo');
      return { back: 1 };
    },
    ...more,
  };
  const drive = { steps: [step], context: {} } as unknown as Drive;
  const tell = async (fact: RunFact): Promise<RunEvent> => {
    told.push(fact);
    return fact as RunEvent;
  };
  return { drive, log, told, tell, leave: () => void log.push('leave') };
}

const fails = async (): Promise<never> => Promise.reject(new BaiupError('x.y', 'no', { hint: 'do z' }));
const failure = { code: 'x.y', message: 'no', hint: 'do z' };

describe('carrying a step out', () => {
  it('probes, applies and verifies it, with an event before and after', async () => {
    const { drive, log, told, tell, leave } = world();
    await carryOut(placed, false, drive, tell, leave);
    expect(log).toEqual(['probe false', 'apply m1 todo', 'verify', 'leave']);
    expect(told).toEqual([
      { kind: 'step.started', ...base },
      { kind: 'step.finished', seconds, result: { made: 1 }, ...base },
    ]);
  });

  it('says whose service it stops or starts, and gives up its room while it only waits', async () => {
    const { drive, log, told, tell, leave } = world({ service: 'starting', waits: 'once-applied' });
    await carryOut(placed, false, drive, tell, leave);
    expect(log).toEqual(['probe false', 'apply m1 todo', 'leave', 'verify', 'leave']);
    const own = { ...base, member: 'm1', service: 'starting' };
    expect(told).toEqual([
      { kind: 'step.started', ...own },
      { kind: 'step.finished', seconds, result: { made: 1 }, ...own },
    ]);
  });

  it('takes no room while its end is written: a slow disk does not make hosts wait', async () => {
    const { drive, log, tell, leave } = world();
    const slowly = async (fact: RunFact): Promise<RunEvent> => {
      log.push(fact.kind);
      return tell(fact);
    };
    await carryOut(placed, false, drive, slowly, leave);
    expect(log.slice(-3)).toEqual(['verify', 'leave', 'step.finished']);
  });

  it('takes room until its beginning is written where it only asks, and no longer', async () => {
    const { drive, log, tell, leave } = world({ waits: 'throughout' });
    const slowly = async (fact: RunFact): Promise<RunEvent> => {
      const event = await tell(fact);
      log.push(fact.kind);
      return event;
    };
    await carryOut(placed, false, drive, slowly, leave);
    expect(log.slice(0, 3)).toEqual(['step.started', 'leave', 'probe false']);
  });

  it('of nobody is told as such', async () => {
    const { drive, told, tell } = world({ service: 'stopping', params: z.object({}) });
    await carryOut({ ...placed, step: { ...placed.step, params: {} } }, false, drive, tell);
    expect(told[0]).toEqual({ kind: 'step.started', service: 'stopping', ...base });
  });

  it.each<[boolean, Probed, string[], string[]]>([
    [true, 'todo', ['probe true', 'apply m1 todo', 'verify'], ['todo']],
    [true, 'half', ['probe true', 'apply m1 half', 'verify'], ['half']],
    [false, 'half', ['probe false', 'apply m1 half', 'verify'], ['half']],
    [false, 'done', ['probe false', 'verify'], ['done']],
    [true, 'done', ['probe true', 'verify'], ['done']],
    [false, 'todo', ['probe false', 'apply m1 todo', 'verify'], []],
  ])('that was begun before (%s) and is %s', async (attempted, probed, done, states) => {
    const { drive, log, told, tell } = world({}, probed);
    await carryOut(placed, attempted, drive, tell);
    expect(log).toEqual(done);
    expect(told.slice(1, -1)).toEqual(states.map((state) => ({ kind: 'step.probed', state, ...base })));
    expect(told.at(-1)).toMatchObject({ result: probed === 'done' ? undefined : { made: 1 } });
  });

  it.each(['probe', 'apply', 'verify'])('tells that its %s fails, and fails', async (part) => {
    const { drive, told, tell } = world({ [part]: fails });
    await expect(carryOut(placed, false, drive, tell)).rejects.toMatchObject({ code: 'x.y' });
    expect(told.at(-1)).toEqual({ kind: 'step.failed', seconds, failure, ...base });
  });
});

it('is timed in seconds', () => {
  const clock = vi.spyOn(performance, 'now').mockReturnValue(3500);
  const passed = secondsSince(1000);
  clock.mockRestore();
  expect(passed).toBe(2.5);
});

describe('a step that a lost connection cuts', () => {
  const cut = new BaiupError('host.connection-lost', 'it was cut');
  const cutTimes = (times: number, error = cut) => {
    let left = times;
    return async () => {
      left -= 1;
      if (left >= 0) throw error;
    };
  };

  it.each(['apply', 'verify'])('in its %s is probed and goes on', async (part) => {
    const { drive, told, tell } = world({ [part]: cutTimes(2) }, 'half');
    await carryOut(placed, false, drive, tell);
    expect(told.map((fact) => (fact as RunFact).kind)).toEqual([
      ...['step.started', 'step.probed', 'step.probed', 'step.probed'],
      'step.finished',
    ]);
  });

  it('again and again fails', async () => {
    const { drive, told, tell } = world({ apply: cutTimes(9) });
    await expect(carryOut(placed, false, drive, tell)).rejects.toBe(cut);
    expect(told.at(-1)).toMatchObject({ kind: 'step.failed', failure: { code: 'host.connection-lost' } });
  });

  it('whose host does not come back fails at once', async () => {
    const lost = new BaiupError('host.lost', 'it is gone');
    const { drive, tell } = world({ apply: cutTimes(1, lost) });
    await expect(carryOut(placed, false, drive, tell)).rejects.toBe(lost);
  });

  it('is undone again', async () => {
    const { drive, told, tell } = world({ undo: cutTimes(1) });
    await carryBack(placed, drive, tell);
    expect(told.at(-1)).toMatchObject({ kind: 'step.undone' });
  });
});

describe('a step that meets a full disk', () => {
  const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });

  /** Of which the first attempt fails, in a run that has kept so many pieces of room. */
  function meeting(error: Error, pieces: number | undefined) {
    let tries = 0;
    const apply = async (): Promise<number> => {
      tries += 1;
      if (tries < 3) throw error;
      return tries;
    };
    const whole = world({ apply });
    let left = pieces ?? 0;
    const giveSome = async (): Promise<boolean> => {
      left -= 1;
      return left >= 0;
    };
    const context = pieces === undefined ? {} : { room: { giveSome } };
    return {
      ...whole,
      drive: { ...whole.drive, context } as unknown as Drive,
      left: () => left,
      tries: () => tries,
    };
  }

  it('is done once more where the run kept room, as one that was begun', async () => {
    const { drive, tell, log, told, tries, left } = meeting(full, 5);
    await expect(carryOut(placed, false, drive, tell)).rejects.toBe(full);
    expect([tries(), left()]).toEqual([2, 4]);
    expect(log).toEqual(['probe false', 'probe true']);
    await carryOut(placed, false, drive, tell);
    expect(told.at(-1)).toMatchObject({ kind: 'step.finished', result: 3 });
  });

  it.each<[string, Error, number | undefined]>([
    ['no room is left', full, 0],
    ['no room was kept', full, undefined],
    ['the disk is not the reason', new Error('no'), 5],
  ])('fails where %s', async (_what, error, pieces) => {
    const { drive, tell, tries } = meeting(error, pieces);
    await expect(carryOut(placed, false, drive, tell)).rejects.toBe(error);
    expect(tries()).toBe(1);
  });
});

describe('carrying a step back', () => {
  it('undoes it, with an event before and after', async () => {
    const { drive, log, told, tell } = world();
    await carryBack(placed, drive, tell);
    expect(log).toEqual(['undo']);
    expect(told).toEqual([
      { kind: 'step.undoing', ...base },
      { kind: 'step.undone', seconds, result: { back: 1 }, ...base },
    ]);
  });

  it('tells that it fails, and fails', async () => {
    const { drive, told, tell } = world({ undo: fails });
    await expect(carryBack(placed, drive, tell)).rejects.toMatchObject({ code: 'x.y' });
    expect(told).toEqual([
      { kind: 'step.undoing', ...base },
      { kind: 'step.undo-failed', seconds, failure, ...base },
    ]);
  });

  it('says why there is no way back', async () => {
    const { drive, tell } = world({ undo: irreversible('it is gone') });
    await expect(carryBack(placed, drive, tell)).rejects.toMatchObject({
      code: 'step.irreversible',
      message: 'there is no way back from "Do x": it is gone',
    });
  });

  it('is checked afterwards where it can be, and a failure of that is one of the undo', async () => {
    const { drive, told, tell } = world();
    await checkBack(placed, drive, tell);
    expect(told).toEqual([]);
    const bad = world({ afterUndo: fails });
    await expect(checkBack(placed, bad.drive, bad.tell)).rejects.toMatchObject({ code: 'x.y' });
    expect(bad.told).toEqual([{ kind: 'step.undo-failed', seconds, failure, ...base }]);
  });
});

it('the journal is told first, then whoever listens', async () => {
  const log: unknown[] = [];
  const append = async (fact: RunFact): Promise<RunEvent> => {
    log.push(fact);
    return { seq: 1, at: '', run: 'r-1', ...fact };
  };
  const tell = teller({
    record: { append } as unknown as Drive['record'],
    onEvent: (event) => void log.push(event),
  });
  const event = { seq: 1, at: '', run: 'r-1', kind: 'run.stopped' };
  expect(await tell({ kind: 'run.stopped' })).toEqual(event);
  expect(log).toEqual([{ kind: 'run.stopped' }, event]);
});

it('what is no error of ours is a bug', () => {
  expect(failureOf(new TypeError('x is undefined'))).toEqual({ code: 'bug', message: 'x is undefined' });
});

it('a step that this baiup does not know is refused', () => {
  expect(() => stepNamed([], 'dream')).toThrowError(
    expect.objectContaining({
      code: 'plan.unknown-step',
      message: 'the plan has a step "dream" that this baiup does not know',
      hint: 'make the plan again with this baiup: baiup plan',
    }),
  );
});
