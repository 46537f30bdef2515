import { expect, it } from 'vitest';
import type { Host } from '../../io/hosts/port.ts';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import type { SimulatedProgram } from '../../io/hosts/simulated-process.ts';
import { BaiupError } from '../../lib/errors.ts';
import { asItsUser } from './as-its-user.ts';

const passwd =
  'root:x:0:0::/root:/bin/sh\nbai:x:1100:1100::/home/bai:/bin/sh\nops:x:1200:1300::/home/ops:/bin/sh\n';

/** A host where we are a user, and what root is asked to run there. */
function hostOf(
  ours: number,
  setpriv: SimulatedProgram | null = async () => 0,
  others: Readonly<Record<string, SimulatedProgram>> = {},
) {
  const ran: string[] = [];
  const noted: SimulatedProgram = async ({ argv }) => {
    ran.push(argv.join(' '));
    return 0;
  };
  const there = (name: string, programs: Record<string, SimulatedProgram>): Host => ({
    ...simulatedHost('h1', new Map([['/etc/passwd', { content: passwd }]]), { programs }),
    name,
  });
  const rootsOwn = {
    chgrp: noted,
    chmod: noted,
    ...(setpriv
      ? { setpriv: async (its: Parameters<SimulatedProgram>[0]) => (await noted(its)) || setpriv(its) }
      : {}),
    ...others,
  };
  const root = there('root', rootsOwn);
  const us = there('us', ours === 0 ? rootsOwn : {});
  const facts = async () => ({ ...(await us.facts()), user: ours });
  return { host: { ...us, facts, asRoot: () => root }, ran };
}

const programOf = (user: string) => ({ arguments: [], cwd: '/', variables: { COLOUR: 'green' }, user });

it.each([
  ['root', 1100, 'root', '/root'],
  ['bai', 1100, 'us', '/home/bai'],
  ['1100', 0, 'us', '/home/bai'],
  ['root', 0, 'us', '/root'],
  ['ops', 1100, 'root', '/home/ops'],
])('a program of %s is tried by user %i as %s, at home in %s', async (user, ours, who, home) => {
  const trial = await asItsUser({ host: hostOf(ours).host, program: programOf(user) });
  expect(trial.host.name).toBe(who);
  expect(trial.program.variables).toMatchObject({ HOME: home, COLOUR: 'green' });
});

const asOps =
  'setpriv --reuid=1200 --regid=1300 --init-groups --inh-caps=+dac_read_search --ambient-caps=+dac_read_search';

it.each([1100, 0])('a third user is who its program runs as, by root, where we are user %i', async (ours) => {
  const { host, ran } = hostOf(ours);
  const trial = await asItsUser({ host, program: programOf('ops') });
  const by = await trial.letIn('/var/backups');
  await by.run({ argv: ['python', 'migrate.py'], timeoutMs: 1000 });
  expect(ran).toEqual([
    `${asOps} true`,
    'chgrp -- 1300 /var/backups',
    'chmod 770 -- /var/backups',
    `${asOps} python migrate.py`,
  ]);
  await trial.alone?.ask({ argv: ['python'], timeoutMs: 1000 });
  expect(ran.at(-1)).toBe('setpriv --reuid=1200 --regid=1300 --init-groups python');
});

it.each([['chgrp'], ['chmod']])('we do it where root may not let a third user in: %s', async (program) => {
  const { host } = hostOf(1100, async () => 0, { [program]: async () => 1 });
  const trial = await asItsUser({ host, program: programOf('ops') });
  expect(trial.host.name).toBe('root');
  expect((await trial.letIn('/var/backups')).name).toBe('us');
});

it.each<[string, SimulatedProgram | null]>([
  ['cannot do that', async () => 1],
  ['has no program for that', null],
])('a third user’s program runs as ours where root %s', async (_why, setpriv) => {
  const { host } = hostOf(1100, setpriv);
  expect((await asItsUser({ host, program: programOf('ops') })).host.name).toBe('us');
});

it('a third user’s program runs as ours where root is not to be had; a host that is lost is told', async () => {
  const { host } = hostOf(1100);
  const failing = (code: string): Host => ({
    ...host,
    asRoot: () => ({
      ...host,
      ask: async () => {
        throw new BaiupError(code, 'no');
      },
    }),
  });
  const program = programOf('ops');
  expect((await asItsUser({ host: failing('host.no-root'), program })).host.name).toBe('us');
  await expect(asItsUser({ host: failing('host.lost'), program })).rejects.toMatchObject({
    code: 'host.lost',
  });
});
