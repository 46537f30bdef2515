import { describe, expect, it } from 'vitest';
import { isBusyServer, sshTrouble } from './ssh-trouble.ts';

/** As OpenSSH 9.2 says it. */
const said = {
  changed: '@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\nHost key verification failed.',
  unknown:
    'No ED25519 host key is known for 10.0.0.1 and you have requested strict checking.\nHost key verification failed.',
  denied: 'bai@10.0.0.1: Permission denied (publickey,password).',
  refused: 'ssh: connect to host 10.0.0.1 port 22: Connection refused',
  name: 'ssh: Could not resolve hostname m1: Name or service not known',
  silent: 'ssh: connect to host 10.0.0.1 port 22: Connection timed out',
  busy: 'kex_exchange_identification: Connection closed by remote host',
};

const trouble = (complaints: string, code = 255, printed = '') =>
  sshTrouble('m1', { destination: 'bai@10.0.0.1', port: 22 }, { code, complaints, printed });

describe('sshTrouble', () => {
  it.each([
    [said.changed, 'host.key-changed', 'ssh-keygen -R'],
    [said.unknown, 'host.key-unknown', 'ssh -p 22 bai@10.0.0.1 true'],
    [said.denied, 'host.ssh-denied', 'ssh-add'],
    [said.refused, 'host.ssh-refused', 'sshd'],
    [said.name, 'host.name-unknown', 'cluster.yaml'],
    [said.silent, 'host.unreachable', 'ssh -p 22 bai@10.0.0.1 true'],
  ])('%s → %s', (complaints, code, hint) => {
    const error = trouble(complaints);
    expect(error).toMatchObject({ code, hint: expect.stringContaining(hint) });
    expect(error.message).toMatch(/^m1 \(bai@10\.0\.0\.1\) cannot be reached: /);
  });

  it('quotes what ssh said last', () => {
    expect(trouble(said.busy).message).toBe(`m1 (bai@10.0.0.1) cannot be reached: ${said.busy}`);
    expect(trouble(said.silent).message).toContain('Connection timed out');
  });

  it.each([said.unknown, said.denied, said.silent])('says that a jump host is why: %s', (complaints) => {
    const { message } = trouble(`${complaints}\n${said.busy}\nConnection closed by UNKNOWN port 65535`);
    expect(message).toMatch(/^m1 \(bai@10\.0\.0\.1\) cannot be reached, because of a jump host on the way: /);
    expect(message).toContain(complaints.split('\n')[0]);
    expect(message).not.toContain('65535');
  });

  it('names each Python that was tried', () => {
    const printed = 'Welcome!\nbaiup-python: /usr/bin/python3: No module named json\n';
    const error = trouble('', 41, printed);
    expect(error).toMatchObject({ code: 'host.no-python', hint: expect.stringContaining('hosts.m1.python') });
    expect(error.message).toMatch(/: \/usr\/bin\/python3: No module named json$/);
  });

  it.each([
    [
      'bash: line 1: exec: /bin/sh: not found',
      127,
      '',
      'exit code 127, and said: bash: line 1: exec: /bin/sh',
    ],
    [
      '',
      1,
      'This account is currently not available.\n',
      'exit code 1, and said: This account is currently not',
    ],
    ['', 0, '', 'it ended with exit code 0'],
  ])('says that a login shell is why: %s (%i) %s', (complaints, code, printed, text) => {
    const error = trouble(complaints, code, printed);
    expect(error).toMatchObject({ code: 'host.shell', hint: expect.stringContaining('~/.bashrc') });
    expect(error.message).toMatch(
      /^m1 \(bai@10\.0\.0\.1\) lets this user in, but its login shell does not run/,
    );
    expect(error.message).toContain(text);
  });

  it('says of one that does not answer that its login shell may be why', () => {
    expect(trouble('it did not answer within 30 s', 137)).toMatchObject({
      code: 'host.unreachable',
      hint: expect.stringContaining('login shell'),
    });
  });

  it('says that there is no ssh here', () => {
    expect(trouble('spawn ssh ENOENT', 127).code).toBe('host.no-ssh');
  });
});

describe('isBusyServer', () => {
  it.each([
    [said.busy, true],
    [said.refused, false],
    [said.denied, false],
  ])('%s: %s', (complaints, is) => {
    expect(isBusyServer({ code: 255, complaints, printed: '' })).toBe(is);
  });
});
