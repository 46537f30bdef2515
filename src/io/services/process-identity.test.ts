import { describe, expect, it } from 'vitest';
import { judgeLife } from './process-identity.ts';

const here = { host: 'desk', machine: 'm-1', boot: 'b-1', namespace: 'pid:[1]' };
const driver = { ...here, pid: 4242, ticks: 777 };

describe('whether a process lives', () => {
  it.each([
    ['it is there', {}, here, 777, 'alive'],
    ['nothing has its number', {}, here, undefined, 'dead'],
    ['another has its number', {}, here, 778, 'dead'],
    ['the machine was started again', { boot: 'b-0' }, here, 777, 'dead'],
    ['it is on another machine', { host: 'other', machine: 'm-2' }, here, 777, 'elsewhere'],
    ['another machine is called the same', { machine: 'm-2' }, here, 777, 'elsewhere'],
    ['the machine was copied and renamed', { host: 'other' }, here, 777, 'elsewhere'],
    ['it is in another container', { namespace: 'pid:[2]' }, here, 777, 'elsewhere'],
    [
      'machines have no ids, and one of that name was started otherwise',
      { machine: '', boot: 'b-0' },
      { ...here, machine: '' },
      777,
      'elsewhere',
    ],
    ['machines have no ids, and it is there', { machine: '' }, { ...here, machine: '' }, 777, 'alive'],
  ])('%s', (_what, other, machine, ticks, life) => {
    expect(judgeLife({ ...driver, ...other }, machine, ticks)).toBe(life);
  });
});
