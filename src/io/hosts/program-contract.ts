import { expect, it } from 'vitest';
import { secret } from '../../lib/secret.ts';
import { waitFor } from '../../lib/wait.ts';
import type { HttpAnswer } from './network-port.ts';
import type { Host } from './port.ts';

export interface GivenHost {
  readonly host: Host;
  /** Is there, and empty. */
  readonly folder: string;
  /** Has something answer on that host until the test ends. @returns its `host:port` */
  readonly serve: (answer: HttpAnswer) => Promise<{ readonly host: string; readonly port: number }>;
}

const timeoutMs = 5_000;

const until = (what: string, isSo: () => Promise<boolean>) =>
  waitFor(async () => (await isSo()) || undefined, { timeoutMs, everyMs: 5, what });

/** What every host does with programs. */
export function programContract(given: () => GivenHost): void {
  it('runs a command with its folder, input and variables, and shows it no others', async () => {
    const { host, folder } = given();
    const { stdout: where } = await host.run({ argv: ['pwd'], cwd: folder, timeoutMs });
    expect(where.trim()).toBe(folder);
    const { stdout: heard } = await host.run({ argv: ['cat'], input: secret('a\nb\n'), timeoutMs });
    expect(heard).toBe('a\nb\n');
    const env = { TOLD: secret('revealed') };
    const { stdout: told } = await host.run({ argv: ['printenv', 'TOLD'], env, timeoutMs });
    expect(told).toBe('revealed\n');
    const { variables } = await host.facts();
    expect(variables['OF_OUR_OWN']).toBe('kept');
    expect(await host.ask({ argv: ['printenv', 'OF_OUR_OWN'], timeoutMs })).toMatchObject({ exitCode: 1 });
  });

  it('takes a failure as an answer when it only asks, and says why when it was to run', async () => {
    const { host, folder } = given();
    expect(await host.ask({ argv: ['false'], timeoutMs })).toMatchObject({ exitCode: 1 });
    await expect(host.run({ argv: ['cat', `${folder}/none`], timeoutMs })).rejects.toMatchObject({
      code: 'command.failed',
      message: expect.stringMatching(/ended with exit code 1:\n.*No such file/),
    });
    await expect(host.ask({ argv: ['no-such-program'], timeoutMs })).rejects.toMatchObject({
      code: 'command.missing',
    });
  });

  it('cuts a command at its deadline, and when it is told to stop', async () => {
    const { host } = given();
    await expect(host.run({ argv: ['sleep', '10'], timeoutMs: 50 })).rejects.toMatchObject({
      code: 'command.deadline',
    });
    const cut = new AbortController();
    const running = host.run({ argv: ['sleep', '10'], timeoutMs, signal: cut.signal });
    cut.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
  });

  it('talks with a program until it is ended', async () => {
    const { host } = given();
    const heard: string[] = [];
    const talk = await host.talk(
      { argv: ['cat'] },
      { line: (text) => void heard.push(text), error: () => undefined },
    );
    expect(await host.processes({ pid: talk.pid })).toHaveLength(1);
    for (const line of ['one', 'two']) talk.say(line);
    await until('an answer', async () => heard.length === 2);
    expect(heard).toEqual(['one', 'two']);
    await talk.kill();
    expect(await talk.ended).toBe(137);
    expect(await host.processes({ pid: talk.pid })).toEqual([]);
    talk.say('nobody hears this');
    await talk.kill();
  });

  it('hears what a program complains of, and that it has ended', async () => {
    const { host, folder } = given();
    const complaints: string[] = [];
    const argv = ['cat', `${folder}/none`] as const;
    const talk = await host.talk(
      { argv, env: { LC_ALL: 'C' } },
      { line: () => undefined, error: (text) => void complaints.push(text) },
    );
    expect(await talk.ended).toBe(1);
    expect(complaints.join('')).toMatch(/No such file/);
    const listener = { line: () => undefined, error: () => undefined };
    await expect(host.talk({ argv: ['no-such-program'] }, listener)).rejects.toMatchObject({
      code: 'command.missing',
    });
  });

  it('launches a program that is found by its number, its group and its variable, and can be ended', async () => {
    const { host, folder } = given();
    const env = { PATH: '/usr/bin:/bin', MARK: folder };
    const pid = await host.launch({ argv: ['sleep', '30'], cwd: folder, env, log: `${folder}/log` });
    const [found] = await host.processes({ pid });
    expect(found).toMatchObject({ pid, group: pid, session: pid, boot: (await host.facts()).boot });
    expect(await host.processes({ group: pid })).toEqual([found]);
    expect(await host.processes({ variable: 'MARK', value: folder })).toEqual([found]);
    expect(await host.processes({ variable: 'MARK', value: 'other' })).toEqual([]);
    await host.signal([pid], 'SIGTERM');
    await until('its end', async () => (await host.processes({ pid })).length === 0);
    await host.signal([pid], 'SIGTERM');
  });

  it('keeps what a launched program prints, after what is in the log already', async () => {
    const { host, folder } = given();
    const log = `${folder}/log`;
    await host.writeText(log, 'before\n');
    await host.launch({ argv: ['echo', 'after'], cwd: folder, env: { PATH: '/usr/bin:/bin' }, log });
    await until('its words', async () => (await host.readText(log)) === 'before\nafter\n');
    const missing = host.launch({ argv: ['/no/such/program'], cwd: folder, env: {}, log });
    await expect(missing).rejects.toMatchObject({ code: 'command.missing' });
  });
}
