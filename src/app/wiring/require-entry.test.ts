import { expect, it } from 'vitest';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import { requireEntry } from './require-entry.ts';

const folder = '/home/bai/manager/.venv-24.09.4';

it.each<[string, string]>([
  [
    'setpriv: failed to execute /home/bai: Permission denied\n',
    'failed to execute /home/bai: Permission denied',
  ],
  ['', 'it ended with exit code 126'],
])('an environment that its service cannot use is refused before anything stops: %j', async (said, why) => {
  const ran: string[][] = [];
  const python = async ({
    argv,
    complain,
  }: {
    argv: readonly string[];
    complain: (text: string) => void;
  }) => {
    ran.push([...argv]);
    complain(said);
    return said === '' && ran.length > 1 ? 0 : 126;
  };
  const alone = simulatedHost('m1', new Map([[`${folder}/bin/python`, { content: '' }]]), {
    programs: { python },
  });
  const asked = { alone, user: 'bai', component: 'manager', folder } as const;
  await expect(requireEntry(asked)).rejects.toMatchObject({
    code: 'environment.closed',
    message: expect.stringContaining(why),
  });
  expect(ran[0]?.slice(0, 3)).toEqual([`${folder}/bin/python`, '-I', '-c']);
  if (said === '') await requireEntry(asked);
});
