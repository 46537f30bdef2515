import { expect, it } from 'vitest';
import { holdText, loosenedText, readHold } from './unit-hold.ts';

const hold = { run: 'r-3 (an-id)', stopped: ['a.timer', 'b.service'] };

it('a hold says for which run it is, and what was stopped with the unit', () => {
  const text = holdText('SIGINT', hold);
  expect(text).toContain('KillSignal=SIGINT');
  // systemd 219 of CentOS 7 kills at once by the one, 239 by the other.
  expect(text).not.toMatch(/TimeoutStopSec=(infinity|0)/);
  expect(readHold(text)).toEqual({ ...hold, isHeld: true });
});

it('one that is loosened says the same, and lets the unit start', () => {
  const text = loosenedText(hold);
  expect(readHold(text)).toEqual({ ...hold, isHeld: false });
  expect(text.split('\n').filter((line) => !line.startsWith('#') && line !== '')).toEqual([
    ...['[Unit]', 'RefuseManualStop=no', 'RefuseManualStart=no'],
  ]);
});

it('one of an earlier baiup says for no run', () => {
  const text = holdText('SIGINT', { run: undefined, stopped: [] });
  expect(readHold(text)).toEqual({ run: undefined, stopped: [], isHeld: true });
});

it.each([undefined, '', '[Service]\nRestart=no\n'])('another file is none: %j', (text) => {
  expect(readHold(text)).toBeUndefined();
});
