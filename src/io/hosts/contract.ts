import { expect, it } from 'vitest';
import { type GivenHost, programContract } from './program-contract.ts';
import { reachContract } from './reach-contract.ts';

/** What every host does, whatever it is made of. */
export function hostContract(given: () => GivenHost): void {
  programContract(given);
  reachContract(given);

  const at = (name: string): string => `${given().folder}/${name}`;

  it('tells what lies in a folder, and nothing of one that is not there', async () => {
    const { host, folder } = given();
    await host.writeText(at('b'), 'four');
    await host.writeText(at('a/inside'), 'x');
    const found = await host.files(folder);
    expect(found.map(({ name, kind }) => [name, kind])).toEqual([
      ['a', 'folder'],
      ['b', 'file'],
    ]);
    expect(found[1]?.size).toBe(4);
    expect(await host.files(at('nowhere'))).toEqual([]);
  });

  it('tells equal files by their hash', async () => {
    const { host } = given();
    await host.writeText(at('one'), 'text');
    await host.writeText(at('two'), 'text');
    await host.writeText(at('three'), 'other');
    const [one, two, three] = await Promise.all(['one', 'two', 'three'].map((name) => host.sha256(at(name))));
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(two).toBe(one);
    expect(three).not.toBe(one);
    expect(await host.sha256(at('nowhere'))).toBeUndefined();
  });

  it('copies and moves a file over another', async () => {
    const { host } = given();
    await host.writeText(at('from'), 'new');
    await host.writeText(at('to'), 'old');
    await host.copy(at('from'), at('to'));
    expect([await host.readText(at('from')), await host.readText(at('to'))]).toEqual(['new', 'new']);
    await host.writeText(at('from'), 'newer');
    await host.move(at('from'), at('to'));
    expect([await host.readText(at('from')), await host.readText(at('to'))]).toEqual([undefined, 'newer']);
  });

  it('says which file it cannot copy', async () => {
    const { host } = given();
    const copying = host.copy(at('nowhere'), at('to'));
    await expect(copying).rejects.toMatchObject({
      code: 'host.refused',
      message: expect.stringContaining(at('nowhere')),
    });
    expect(await host.readText(at('to'))).toBeUndefined();
  });

  it('removes a file or a folder, and minds not when there is none', async () => {
    const { host } = given();
    await host.writeText(at('a/one'), '1');
    await host.writeText(at('b'), '2');
    for (const name of ['a', 'b', 'a']) await host.remove(at(name));
    expect(await host.list(given().folder)).toEqual([]);
  });

  it('moves a folder, and not over another one', async () => {
    const { host } = given();
    await host.writeText(at('from/inside/one'), '1');
    await host.move(at('from'), at('to'));
    expect(await host.readText(at('to/inside/one'))).toBe('1');
    expect(await host.stat(at('from'))).toBeUndefined();
    await host.writeText(at('other/two'), '2');
    await expect(host.move(at('to'), at('other'))).rejects.toMatchObject({ code: 'host.refused' });
    expect(await host.readText(at('to/inside/one'))).toBe('1');
  });

  it('puts a link in the place of another one, and not of a folder', async () => {
    const { host } = given();
    for (const name of ['one', 'two']) await host.writeText(at(`${name}/inside`), name);
    expect(await host.readLink(at('link'))).toBeUndefined();
    await host.link(at('link'), 'one');
    expect(await host.readText(at('link/inside'))).toBe('one');
    await host.link(at('link'), at('two'));
    expect([await host.readLink(at('link')), await host.readText(at('link/inside'))]).toEqual([
      at('two'),
      'two',
    ]);
    await expect(host.link(at('two'), 'one')).rejects.toMatchObject({ code: 'host.refused' });
    expect([await host.readLink(at('two')), await host.readLink(at('two/inside'))]).toEqual([
      undefined,
      undefined,
    ]);
    expect(await host.list(given().folder)).toEqual(['link', 'one', 'two']);
  });

  it('lets a folder and a link change places', async () => {
    const { host } = given();
    await host.writeText(at('folder/inside'), 'x');
    await host.link(at('kept'), 'kept');
    expect(await host.exchange(at('folder'), at('kept'))).toBe(true);
    expect([await host.readLink(at('folder')), await host.readText(at('folder/inside'))]).toEqual([
      'kept',
      'x',
    ]);
    await expect(host.exchange(at('folder'), at('nowhere'))).rejects.toMatchObject({ code: 'host.refused' });
    expect(await host.readText(at('kept/inside'))).toBe('x');
  });

  it('tells kind, size and mode of what is there', async () => {
    const { host } = given();
    await host.writeText(at('own'), 'täxt');
    await host.writeText(at('shared'), 'text', 0o640);
    await host.makeFolder(at('made/below'));
    expect(await host.stat(at('own'))).toMatchObject({ kind: 'file', size: 5, mode: 0o600 });
    expect(await host.stat(at('shared'))).toMatchObject({ mode: 0o640 });
    expect(await host.stat(at('made/below'))).toMatchObject({ kind: 'folder', mode: 0o700 });
    expect(await host.stat(at('nowhere'))).toBeUndefined();
    expect(await host.freeBytes(at('nowhere/yet'))).toBeGreaterThan(0);
  });

  it('replaces a text, and keeps the mode; one that is not there is not made', async () => {
    const { host } = given();
    await host.writeText(at('a'), 'old', 0o640);
    await host.replaceText(at('a'), 'new');
    expect([await host.readText(at('a')), (await host.stat(at('a')))?.mode]).toEqual(['new', 0o640]);
    await expect(host.replaceText(at('nowhere'), 'new')).rejects.toThrow();
    expect(await host.readText(at('nowhere'))).toBeUndefined();
  });

  it('reads a part of a file, from its beginning or from its end', async () => {
    const { host } = given();
    await host.writeText(at('digits'), '0123456789');
    const part = async (from: number, length: number) =>
      new TextDecoder().decode(await host.readPart(at('digits'), from, length));
    expect(await part(2, 3)).toBe('234');
    expect(await part(-3, 2)).toBe('78');
    expect(await part(-99, 99)).toBe('0123456789');
    expect(await part(8, 99)).toBe('89');
    expect(await host.readPart(at('nowhere'), 0, 1)).toBeUndefined();
  });
}
