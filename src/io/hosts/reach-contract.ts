import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { freePorts } from '../services/free-ports.ts';
import { bringPort } from './bring-port.ts';
import { forward } from './forward.ts';
import { httpRequest } from './http-request.ts';
import type { GivenHost } from './program-contract.ts';
import { thisMachine } from './this-machine.ts';

const own = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** What every host does with files of ours, and with the network around it. */
export function reachContract(given: () => GivenHost): void {
  it('has programs of ours beside one another', async () => {
    const { host } = given();
    const path = await host.bring(own('./port.ts'), own('./proc.ts'));
    expect(await host.readText(path)).toContain('export interface HostReader');
    expect(await host.readText(path.replace('port.ts', 'proc.ts'))).toContain('parseStat');
  });

  it('lends a file that only we can read, until it is taken back', async () => {
    const { host } = given();
    const [one, two] = [await host.lend('a.toml', 'one'), await host.lend('a.toml', 'two')];
    expect([await host.readText(one.path), await host.readText(two.path)]).toEqual(['one', 'two']);
    expect(one.path).toMatch(/\/a\.toml$/);
    expect((await host.stat(one.path))?.mode).toBe(0o600);
    await one.takeBack();
    expect([await host.stat(one.path), await host.readText(two.path)]).toEqual([undefined, 'two']);
    await two.takeBack();
  });

  it('is sent files and sends them, with what arrived', async () => {
    const { host, folder } = given();
    const sent = await host.upload(own('./port.ts'), `${folder}/below/sent`);
    expect(sent.sha256).toBe(await host.sha256(`${folder}/below/sent`));
    expect(sent.size).toBe((await host.stat(`${folder}/below/sent`))?.size);
    const back = join(await mkdtemp(join(tmpdir(), 'baiup-sent-')), 'back');
    expect(await host.download(`${folder}/below/sent`, back)).toEqual(sent);
    expect(await readFile(back, 'utf8')).toBe(await readFile(own('./port.ts'), 'utf8'));
    await rm(dirname(back), { recursive: true });
    await expect(host.upload(own('./no-such-file'), `${folder}/none`)).rejects.toThrow();
    expect(await host.stat(`${folder}/none`)).toBeUndefined();
  });

  it('knows its processors and where its user is at home', async () => {
    const { variables, processors } = await given().host.facts();
    expect(variables['HOME']).toMatch(/^\//);
    expect(processors).toBeGreaterThan(0);
  });

  it('asks an address as it sees it, whatever the status', async () => {
    const { host, serve } = given();
    const at = await serve({ status: 503, text: 'not now' });
    const answer = await host.http({ url: `http://${at.host}:${at.port}/health`, timeoutMs: 5_000 });
    expect(answer).toMatchObject({ status: 503, text: 'not now' });
    expect(await host.accepts(at, 5_000)).toBe(true);
  });

  it('has a port of the machine that baiup runs on under the same number', async () => {
    const { host, serve } = given();
    const { port } = await serve({ status: 200, text: 'here' });
    // Of these hosts the loopback is ours; a host of the lab has one of its own.
    const lent = await host.lendPort(port);
    expect((await host.http({ url: `http://127.0.0.1:${port}/`, timeoutMs: 5_000 })).text).toBe('here');
    lent.takeBack();
  });

  it('has a port of its own answer on the machine that baiup runs on', async () => {
    const { host, serve } = given();
    const { port } = await serve({ status: 200, text: 'brought' });
    const [here = 0] = await freePorts(1);
    const brought = await bringPort(host, port, here);
    const address = { host: '127.0.0.1', port: here };
    const over = await thisMachine.connect(address, 5_000);
    const url = `http://127.0.0.1:${here}/`;
    const answer = await httpRequest({ url, signal: AbortSignal.timeout(5_000), over });
    expect(answer.text).toBe('brought');
    over.destroy();
    brought.takeBack();
    expect(await thisMachine.accepts(address, 1_000)).toBe(false);
    // Where the loopback is ours the port answers already.
    (await bringPort(host, port)).takeBack();
  });

  it('connects to an address as it sees it, for whoever speaks there', async () => {
    const { host, serve } = given();
    const at = await serve({ status: 200, text: 'whole' });
    const over = await host.connect(at, 5_000);
    const url = `http://${at.host}:${at.port}/`;
    const answer = await httpRequest({ url, signal: AbortSignal.timeout(5_000), over });
    expect(answer).toMatchObject({ status: 200, text: 'whole' });
    over.destroy();
  });

  it('has programs of this machine reach an address as it sees it', async () => {
    const { host, serve } = given();
    const at = await serve({ status: 200, text: 'forwarded' });
    const { folder, end } = await forward(() => host.connect(at, 5_000), 'http');
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    const over = connect(join(folder, 'http'));
    const url = `http://${at.host}:${at.port}/`;
    const answer = await httpRequest({ url, signal: AbortSignal.timeout(5_000), over });
    expect(answer.text).toBe('forwarded');
    over.destroy();
    end();
    await expect(stat(folder)).rejects.toThrow();
  });

  it('finds nothing where nothing listens', async () => {
    const { host } = given();
    const nowhere = { host: '127.0.0.1', port: 9 };
    expect(await host.accepts(nowhere, 1_000)).toBe(false);
    await expect(host.http({ url: 'http://127.0.0.1:9/', timeoutMs: 1_000 })).rejects.toThrow();
    await expect(host.connect(nowhere, 1_000)).rejects.toThrow();
  });
}
