import { describe, expect, it } from 'vitest';
import { forwardCommand, settingsInTheWay, sshCommand, sshSetting } from './ssh-command.ts';

describe('sshCommand', () => {
  const target = { destination: 'bai@10.0.0.1', port: 2222, config: '/etc/own.conf' };
  const argv = sshCommand(target, ['sh', '-c', 'echo "$1"', 'baiup', "it's"]);

  it('ends with the host and one quoted command, and never takes a host for an option', () => {
    expect(argv.slice(-7)).toEqual([
      ...['-F', '/etc/own.conf', '-p', '2222', '--', 'bai@10.0.0.1'],
      `exec sh -c 'echo "$1"' baiup 'it'\\''s'`,
    ]);
  });

  it('asks nobody, forwards nothing and shares no connection', () => {
    for (const told of ['BatchMode=yes', 'ForwardAgent=no', 'ControlMaster=no', 'ClearAllForwardings=yes'])
      expect(argv).toContain(told);
  });

  it.each([
    ['no', 'yes'],
    ['off', 'yes'],
    ['ask', 'yes'],
    [undefined, 'yes'],
    ['accept-new', 'accept-new'],
  ])('checks host keys: of %s it makes %s', (checking, told) => {
    expect(sshCommand(target, ['true'], checking)).toContain(`StrictHostKeyChecking=${told}`);
  });
});

it.each([
  ['stdinnull no\nforkafterauthentication no\nsessiontype default\n', {}],
  // OpenSSH before 8.7 has none of these, and ends where it is told them.
  ['port 22\n', {}],
  [
    'stdinnull yes\nforkafterauthentication yes\nsessiontype default\n',
    { StdinNull: 'no', ForkAfterAuthentication: 'no' },
  ],
  ['sessiontype none\n', { SessionType: 'default' }],
])('what would keep a command from running is told otherwise: of %j', (text, settings) => {
  expect(settingsInTheWay(text)).toEqual(settings);
  const argv = sshCommand({ destination: 'm1' }, ['true'], 'yes', settings);
  for (const [key, value] of Object.entries(settings)) expect(argv).toContain(`${key}=${value}`);
});

it('forwards one port, and only from loopback to loopback', () => {
  const argv = forwardCommand({ destination: 'm1', config: '/etc/own.conf' }, 4711);
  expect(argv).toContain('ClearAllForwardings=no');
  expect(argv.slice(-7)).toEqual([
    ...['-R', '127.0.0.1:4711:127.0.0.1:4711', '-F', '/etc/own.conf', '--', 'm1'],
    'exec /bin/cat',
  ]);
});

describe('sshSetting', () => {
  it('finds a key in what ssh -G says', () => {
    const text = 'host there\nport 22\nstricthostkeychecking accept-new\nstricthostkeycheckings x\n';
    expect(sshSetting(text, 'stricthostkeychecking')).toBe('accept-new');
    expect(sshSetting(text, 'user')).toBeUndefined();
  });
});
