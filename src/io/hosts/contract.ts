import { expect, it } from 'vitest';
import type { Host } from './port.ts';

/** What every host does with files, whatever it is made of. `folder` is empty and there. */
export function hostContract(given: () => { readonly host: Host; readonly folder: string }): void {
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
}
