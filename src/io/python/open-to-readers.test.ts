import { expect, it } from 'vitest';
import { simulatedHost } from '../hosts/simulated.ts';
import { openToReaders } from './open-to-readers.ts';

it.each([
  [0o755, []],
  [0o2755, []],
  [0o700, ['chmod --recursive go+rX -- /w/.venv']],
  [0o750, ['chmod --recursive go+rX -- /w/.venv']],
])('an environment of mode %o is opened where it is closed to others', async (mode, ran) => {
  const asked: string[] = [];
  const chmod = async ({ argv }: { argv: readonly string[] }) => {
    asked.push(argv.join(' '));
    return 0;
  };
  const host = simulatedHost('h1', new Map(), { programs: { chmod } });
  const stat = async () => ({ kind: 'folder', size: 0, modified: 0, mode, owner: 0, group: 0 }) as const;
  await openToReaders({ ...host, stat }, '/w/.venv');
  expect(asked).toEqual(ran);
});
