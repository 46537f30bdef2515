import { describe, expect, it } from 'vitest';
import type { Host } from '../hosts/port.ts';
import { simulatedHost } from '../hosts/simulated.ts';
import type { SimulatedFiles } from '../hosts/simulated-file.ts';
import { forgetLink, linkEnvironment, namedEnvironment, switchEnvironment } from './unit-environment.ts';

const [path, keep, next] = ['/w/.venv', '/w/.venv-1', '/w/.venv-2'] as const;

/** A host with the environment of a release in the folder that its unit names, and the next one beside it. */
function world({ canExchange = true }: { readonly canExchange?: boolean } = {}) {
  const files: SimulatedFiles = new Map([
    [`${path}/bin/python`, { content: 'old' }],
    [`${next}/bin/python`, { content: 'new' }],
  ]);
  const host = simulatedHost('h1', files, { canExchange });
  const runs = () => host.readText(`${path}/bin/python`);
  return {
    host,
    files,
    runs,
    links: () => [...files].flatMap(([at, { leadsTo }]) => (leadsTo ? [[at, leadsTo]] : [])),
  };
}

/** A host that is lost at its nth change, before or after it is made; undefined once there were fewer. */
function lostAt(host: Host, nth: number, when: 'before' | 'after'): Host {
  let count = 0;
  const verbs = (['link', 'exchange', 'move', 'remove'] as const).map((verb) => [
    verb,
    async (...words: [string, string]) => {
      count += 1;
      if (count === nth && when === 'before') throw new Error('lost');
      const done = await host[verb](...words);
      if (count === nth) throw new Error('lost');
      return done;
    },
  ]);
  return { ...host, ...Object.fromEntries(verbs) };
}

/** Does something that may be lost in the middle of each of its changes. @returns how many those were */
async function eachLoss(
  make: () => ReturnType<typeof world>,
  act: (host: Host) => Promise<unknown>,
  look: (given: ReturnType<typeof world>) => Promise<void>,
): Promise<number> {
  for (let nth = 1; nth < 20; nth += 1) {
    let wasLost = false;
    for (const when of ['before', 'after'] as const) {
      const given = make();
      await act(lostAt(given.host, nth, when)).catch(() => {
        wasLost = true;
      });
      await look(given);
    }
    if (!wasLost) return nth - 1;
  }
  return expect.unreachable();
}

describe('a folder that a unit names', () => {
  it('becomes a link to where it lies now, and is the same by its path', async () => {
    const { host, runs, links } = world();
    expect(await namedEnvironment(host, path)).toEqual({
      environment: path,
      named: { at: path, isFolder: true },
    });
    expect(await linkEnvironment(host, path, keep)).toBe(true);
    expect(await namedEnvironment(host, path)).toEqual({
      environment: keep,
      named: { at: path, isFolder: false },
    });
    expect([await runs(), links()]).toEqual(['old', [[path, '.venv-1']]]);
  });

  it('is there at every moment, and a second attempt ends the same', async () => {
    const count = await eachLoss(
      world,
      (host) => linkEnvironment(host, path, keep),
      async ({ host, runs, links }) => {
        expect(await runs()).toBe('old');
        await linkEnvironment(host, path, keep);
        expect([await runs(), links()]).toEqual(['old', [[path, '.venv-1']]]);
      },
    );
    expect(count).toBe(2);
  });

  it('is switched by one change more, and back', async () => {
    const { host, runs, links } = world();
    await linkEnvironment(host, path, keep);
    await switchEnvironment(host, path, next, keep);
    expect([await runs(), links()]).toEqual(['new', [[path, '.venv-2']]]);
    await switchEnvironment(host, path, keep, keep);
    await forgetLink(host, path, keep);
    expect([await runs(), links()]).toEqual(['old', [[path, '.venv-1']]]);
  });

  it('gives no way to what somebody has put where it should go', async () => {
    const { host, files, runs } = world();
    files.set(`${keep}/of-somebody`, { content: 'x' });
    const refused = { code: 'service.environment-kept', message: expect.stringContaining(keep) };
    await expect(linkEnvironment(host, path, keep)).rejects.toMatchObject(refused);
    await expect(switchEnvironment(host, path, next, keep)).rejects.toMatchObject(refused);
    expect([await runs(), files.get(`${keep}/of-somebody`)?.content]).toEqual(['old', 'x']);
  });

  it('stays where the disk lets nothing change, and that is told before the stop', async () => {
    const { host, runs, links } = world();
    const exchange = () => Promise.reject(Object.assign(new Error('busy'), { code: 'EBUSY' }));
    await expect(linkEnvironment({ ...host, exchange }, path, keep)).rejects.toMatchObject({
      code: 'service.environment-fixed',
      hint: expect.stringContaining('mount point'),
    });
    expect([await runs(), links()]).toEqual(['old', []]);
  });
});

describe('where paths cannot change places', () => {
  const without = () => world({ canExchange: false });
  const prepared = async (given: ReturnType<typeof world>) => {
    expect(await linkEnvironment(given.host, path, keep)).toBe(false);
    return given;
  };

  it('a folder is moved by the switch; until then its name to be leads to it', async () => {
    const { host, runs, links } = await prepared(without());
    expect([await runs(), await host.readText(`${keep}/bin/python`)]).toEqual(['old', 'old']);
    await switchEnvironment(host, path, next, keep);
    expect([await runs(), await host.readText(`${keep}/bin/python`)]).toEqual(['new', 'old']);
    expect(links()).toEqual([[path, '.venv-2']]);
  });

  it('is as it was where nothing was switched', async () => {
    const { host, runs, links } = await prepared(without());
    await forgetLink(host, path, keep);
    expect([await runs(), links()]).toEqual(['old', []]);
  });

  it.each([
    ['goes on', next, 'new'],
    ['goes back', keep, 'old'],
  ] as const)('a switch that is lost between any two of its changes %s', async (_what, to, expected) => {
    const count = await eachLoss(
      without,
      async (host) => {
        await linkEnvironment(host, path, keep);
        await switchEnvironment(host, path, next, keep);
      },
      async ({ host, runs, files }) => {
        await switchEnvironment(host, path, to, keep);
        expect(await runs()).toBe(expected);
        expect(await host.readText(`${keep}/bin/python`)).toBe('old');
        expect(files.get(keep)?.leadsTo).toBeUndefined();
      },
    );
    expect(count).toBe(6);
  });
});

it('a link that leads over the one of another service leads to the environment itself', async () => {
  const { host, files, runs } = world();
  files.set('/other/.venv', { content: '', leadsTo: '../w/.venv' });
  await linkEnvironment(host, path, keep);
  await linkEnvironment(host, '/other/.venv', keep);
  await switchEnvironment(host, path, next, keep);
  expect([await runs(), await host.readText('/other/.venv/bin/python')]).toEqual(['new', 'old']);
});

it("pyenv's own link is swapped as a link", async () => {
  const { host, files } = world();
  const [name, real] = ['/p/versions/NAME', '/p/versions/3.12.1/envs/NAME'];
  files.set(`${real}/bin/python`, { content: 'old' });
  files.set(name, { content: '', leadsTo: real });
  expect(await namedEnvironment(host, name)).toEqual({
    environment: real,
    named: { at: name, isFolder: false },
  });
  await switchEnvironment(host, name, '/p/versions/NAME-2', real);
  expect(await host.readLink(name)).toBe('NAME-2');
  await switchEnvironment(host, name, real, real);
  expect([await host.readLink(name), await host.readText(`${name}/bin/python`)]).toEqual([real, 'old']);
});
