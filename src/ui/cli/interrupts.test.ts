import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import { describeError } from './describe-error.ts';
import { endsInOrder } from './ends-in-order.ts';
import { type Interrupts, interruptsOf } from './interrupts.ts';
import type { Outlet } from './outlet.ts';

const half = { left: 'a half may stand', next: 'baiup again' };
let target: EventEmitter;
let said = '';
let interrupts: Interrupts;
let exited: Promise<number>;
beforeEach(() => {
  said = '';
  exited = new Promise((resolve) => {
    target = Object.assign(new EventEmitter(), { env: {}, exit: resolve });
  });
  const write = (text: string): void => {
    said += text;
  };
  interrupts = interruptsOf(target as NodeJS.Process, () => ({ write }) as Outlet);
});

/** What a command says that ends because its signal fired. */
const described = () => describeError(interrupts.signal.reason, { verbose: false }, interrupts);

describe('Ctrl-C', () => {
  it('cuts at once what only looks, and says that nothing was changed', async () => {
    target.emit('SIGINT', 'SIGINT');
    expect(await exited).toBe(130);
    expect(said).toBe('\n✗ interrupted\n  Now:   nothing was changed\n  Next:  the same command again\n');
    expect(interrupts.signal.aborted).toBe(false);
  });

  it('has what must not end in the middle end in good order, and the second cuts', async () => {
    endsInOrder({ interrupts }, half);
    target.emit('SIGINT', 'SIGINT');
    expect(interrupts.signal.aborted).toBe(true);
    await expect.poll(() => said).toBe('\nEnding in order. Ctrl-C again cuts.\n');
    target.emit('SIGINT', 'SIGINT');
    expect(await exited).toBe(130);
    expect(said).toContain('✗ cut\n  Now:   a half may stand\n  Next:  baiup again\n');
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('%s: what ends by it says how things stand', async (name) => {
    endsInOrder({ interrupts }, half);
    target.emit(name, name);
    expect(await described()).toEqual({
      exit: 130,
      text: '✗ interrupted\n  Now:   a half may stand\n  Next:  baiup again',
      json: { error: { code: 'interrupted', message: 'interrupted', left: half.left, hint: half.next } },
    });
  });

  it('is not taken for the reason of what failed by itself', async () => {
    endsInOrder({ interrupts }, half);
    target.emit('SIGINT', 'SIGINT');
    const failed = await describeError(new Error('x'), { verbose: false }, interrupts);
    expect(failed.exit).toBe(70);
  });
});
