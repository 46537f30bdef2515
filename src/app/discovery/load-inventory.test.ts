import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BaiupError } from '../../lib/errors.ts';
import { loadInventory, parseInventory } from './load-inventory.ts';

const whole = `cluster: lab
hosts:
  local: { transport: local }
database: { host: 127.0.0.1, port: 5432, name: backend, user: postgres, password: x }
etcd: { host: 127.0.0.1, port: 2379, namespace: local }
api: { url: http://127.0.0.1:8081, accessKey: AK, secretKey: { env: SK } }
proof: { image: cr.example.org/stable/python:3.9 }
components:
  - id: m1
    component: manager
    host: local
    service: { kind: process, folder: /s/manager }
    config: /c/manager.toml
    workdir: /c
    endpoint: { host: 127.0.0.1, port: 8081 }
`;

/** Nine levels of nine aliases each. */
const bomb = [
  'a: &a [x,x,x,x,x,x,x,x,x]',
  ...[...'bcdefghi'].map((name, level) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[level]}`)}]`),
].join('\n');

function errorOf(text: string): BaiupError {
  try {
    parseInventory('/c/cluster.yaml', text);
  } catch (error) {
    if (error instanceof BaiupError) return error;
  }
  throw new Error('it was accepted');
}

describe('cluster.yaml', () => {
  it('is read whole', () => {
    const inventory = parseInventory('/c/cluster.yaml', whole);
    expect(inventory.proof).toEqual({
      image: 'cr.example.org/stable/python:3.9',
      architecture: 'x86_64',
      scalingGroup: 'default',
    });
  });

  it.each([
    ['a port that is no number', whole.replace('port: 5432', 'port: many'), 'line 4: database.port: '],
    [
      'an unknown key',
      whole.replace('cluster: lab', 'cluster: lab\ncolour: red'),
      'line 2: the whole file: knows no "colour"',
    ],
    [
      'an unknown key deep within',
      whole.replace('    workdir: /c', '    colour: red\n    workdir: /c'),
      'line 14: components.m1: knows no "colour"',
    ],
    ...(
      [
        ['password: x', 'passwort: x', 'line 4: database: knows no "passwort"; did you mean password?'],
        ['namespace: local', 'namspace: local', 'line 5: etcd: knows no "namspace"; did you mean namespace?'],
        ['etcd:', 'ectd:', 'line 5: the whole file: knows no "ectd"; did you mean etcd?'],
        ['    config', '    confg', 'line 13: components.m1: knows no "confg"; did you mean config?'],
        [
          '{ transport: local }',
          '{ ssh: bai@h, prot: 2 }',
          'line 3: hosts.local: knows no "prot"; did you mean port?',
        ],
        ['{ transport: local }', '{}', 'line 3: hosts.local: must have either transport: local'],
        [
          'etcd:',
          'hooks: [{ name: chat }]\netcd:',
          'line 5: hooks.chat: must have either command or webhook',
        ],
        ['etcd:', 'hooks: [{ name: chat, command: [] }]\netcd:', 'line 5: hooks.chat.command.0: '],
        [
          'etcd:',
          'hooks: [{ name: chat, on: [run.danced], command: [x] }]\netcd:',
          'line 5: hooks.chat.on.0: ',
        ],
        [
          'etcd:',
          'hooks: [{ name: chat, command: [x], webhok: {} }]\netcd:',
          'line 5: hooks.chat: knows no "webhok"; did you mean webhook?',
        ],
        [
          'etcd:',
          'hooks: [{ name: a, command: [x] }, { name: a, command: [y] }]\netcd:',
          'line 5: hooks.a.name: "a" is used twice',
        ],
        ['{ transport: local }', '{ transport: local, ssh: bai@h }', 'line 3: hosts.local: must have either'],
        [
          '{ transport: local }',
          '{ ssh: -oProxyCommand=x }',
          'line 3: hosts.local.ssh: must be what one types after ssh',
        ],
        [
          '{ transport: local }',
          '{ ssh: bai@h, python: python3 }',
          'line 3: hosts.local.python: must be an absolute path',
        ],
        [
          '{ transport: local }',
          '{ transport: local, sudo: true }',
          'line 3: hosts.local.sudo: is for a host that has ssh',
        ],
        ['transport:', 'transprot:', 'line 3: hosts.local: knows no "transprot"; did you mean transport?'],
        [
          'folder: /s/manager',
          'folder: /s/manager, foldre: /s',
          'line 12: components.m1.service: knows no "foldre"; did you mean folder?',
        ],
        [
          '    workdir',
          '    database: { hots: h }\n    workdir',
          'line 14: components.m1.database: knows no "hots"; did you mean host?',
        ],
      ] as const
    ).map(([right, typed, said]): [string, string, string] => [
      `${typed.trim()} for ${right.trim()}`,
      whole.replace(right, typed),
      said,
    ]),
    ...(
      [
        ['a line break in a name', 'name: backend', 'name: "back\\nend"', 4],
        ['a zero byte in a name', 'name: backend', 'name: "backend\\0x"', 4],
        ['a value of several lines', 'cluster: lab', 'cluster: |\n  lab', 1],
        ['a tab in a path', 'config: /c/manager.toml', 'config: "/c/\\tmanager.toml"', 13],
        ['an escape of a terminal in a key', '  local: {', '  "\\e[31m": {', 3],
      ] as const
    ).map(([what, right, typed, line]): [string, string, string] => [
      what,
      whole.replace(right, typed),
      `line ${line}: a text holds a line break or another control character`,
    ]),
    ...(
      [
        ['a host named __proto__', '  local: {', '  __proto__: { transport: local }\n  local: {', 3],
        ['a plugin named __proto__', '    workdir', '    plugins: { __proto__: leave }\n    workdir', 14],
      ] as const
    ).map(([what, right, typed, line]): [string, string, string] => [
      what,
      whole.replace(right, typed),
      `line ${line}: __proto__ is a name that JavaScript keeps for itself`,
    ]),
    [
      'an alias without an anchor',
      whole.replace('name: backend', 'name: *db'),
      'line 4: the alias *db has no anchor',
    ],
    ['an alias before its anchor', `a: *x\nb: &x 1\n${whole}`, 'line 1: the alias *x has no anchor'],
    ['an alias bomb', bomb, 'line 1: its aliases unfold to more than 1000 values'],
    ['a value that holds itself', `${whole}hold: &me [*me]\n`, 'knows no "hold"'],
    ['two documents', `${whole}---\n${whole}`, 'line 16: a second document begins here'],
    [
      'a key twice',
      whole.replace('cluster: lab', 'cluster: lab\ncluster: lab'),
      'line 2: this key appears twice',
    ],
    ['a tab for an indent', whole.replace('  local:', '\tlocal:'), 'line 3: the line is indented by a tab'],
    ['a tag of another tongue', whole.replace('cluster: lab', 'cluster: !!js/function lab'), 'line 1: a tag'],
    ['a key that is a list', `? [a]\n: b\n${whole}`, 'line 1: a key is not text'],
    ['brackets without an end', `${whole}deep: ${'['.repeat(5000)}`, 'line 16: '],
    [
      'a password that is a number',
      whole.replace('password: x', 'password: 1'),
      'line 4: database.password: must be text',
    ],
    [
      'a host named like a part of every object',
      whole.replace('host: local', 'host: toString'),
      'no host "toString"',
    ],
    ...['ftp://h/', 'http://ana:secret@h/', 'javascript:alert(1)', '//h', 'file:///etc/passwd'].map(
      (url): [string, string, string] => [
        `${url} for the API`,
        whole.replace('http://127.0.0.1:8081', url),
        'line 6: api.url: must be an address like http://10.0.0.1:8081',
      ],
    ),
    ['a missing section', whole.replace(/^etcd.*\n/m, ''), 'etcd: '],
    [
      'a way through a host that is not reached by SSH',
      whole.replace('namespace: local', 'namespace: local, via: local'),
      'etcd.via: "local" is no host under hosts that has ssh',
    ],
    [
      'dumps on a host that is not declared',
      whole.replace('name: backend', 'name: backend, tools: m9'),
      'database.tools: "m9" is no host under hosts that has ssh',
    ],
    [
      'rehearsal on a host that is not there',
      `${whole}\nrehearsal: { host: h9 }\n`,
      'rehearsal.host: no host "h9" under hosts',
    ],
    ['a host that is not declared', whole.replace('host: local', 'host: m9'), 'no host "m9" under hosts'],
    [
      'an unknown component',
      whole.replace('component: manager', 'component: scheduler'),
      'line 10: components.m1.component: ',
    ],
    [
      'a relative path',
      whole.replace('/c/manager.toml', 'manager.toml'),
      'components.m1.config: must be an absolute path',
    ],
    ['broken YAML', `${whole}\n  - [`, 'line 1'],
    ['an empty file', '', 'the whole file: '],
  ])('with %s is refused by file, line and key', (_what, text, expected) => {
    const error = errorOf(text);
    expect(error.message).toContain(expected);
    expect(error.message).toMatch(/^\/c\/cluster\.yaml, line \d+: /);
    expect(error).toMatchObject({ code: 'cluster.file-wrong', exit: 64 });
  });
});

describe('files with secrets that others may read', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'baiup-inventory-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function written(name: string, text: string, mode: number): Promise<string> {
    const file = join(folder, name);
    await writeFile(file, text);
    // Whatever the umask of whoever runs this.
    await chmod(file, mode);
    return file;
  }
  const password = (source: string) => whole.replace('password: x', `password: ${source}`);
  const own = (source: string) =>
    password('{ env: PW }').replace(
      '    workdir',
      `    database: { host: h, port: 5432, name: n, user: u, password: ${source} }\n    workdir`,
    );

  it.each([
    ['others may read', 0o604, true],
    ['its group may read', 0o640, true],
    ['is its owner’s alone', 0o600, false],
    ['others may only run', 0o711, false],
  ])('a cluster file with a password, and a file of passwords, that %s', async (_what, mode, isTold) => {
    const holding = await written('holding.yaml', password('x'), mode);
    expect((await loadInventory(holding)).open).toEqual(isTold ? [holding] : []);
    const secret = await written('password', 'x', mode);
    const naming = await written('naming.yaml', password(`{ file: ${secret} }`), 0o644);
    expect((await loadInventory(naming)).open).toEqual(isTold ? [secret] : []);
  });

  it.each([
    ['etcd', password('{ env: PW }').replace('namespace: local', 'namespace: local, user: u, password: x')],
    ['the API', password('{ env: PW }').replace('secretKey: { env: SK }', 'secretKey: x')],
    ['a member’s own database', own('x')],
    [
      'a hook',
      password('{ env: PW }').replace(
        'etcd:',
        'hooks: [{ name: chat, webhook: { url: "https://chat.example.org/x" } }]\netcd:',
      ),
    ],
  ])('a cluster file with the secret of %s is told', async (_what, text) => {
    const file = await written('cluster.yaml', text, 0o644);
    expect((await loadInventory(file)).open).toEqual([file]);
  });

  it('a cluster file that holds none is everybody’s to read, and a file named twice is told once', async () => {
    const none = await written('none.yaml', own('{ env: OWN }'), 0o644);
    expect((await loadInventory(none)).open).toEqual([]);
    const secret = await written('password', 'x', 0o644);
    const twice = await written(
      'twice.yaml',
      own(`{ file: ${secret} }`).replace('{ env: SK }', `{ file: ${secret} }`),
      0o644,
    );
    expect((await loadInventory(twice)).open).toEqual([secret]);
  });

  it('a key of ours that others may read', async () => {
    const key = await written('own.key', 'x', 0o644);
    const tls = `password: { env: PW }, tls: { mode: verify, cert: /c.pem, key: ${key} }`;
    const file = await written('cluster.yaml', whole.replace('password: x', tls), 0o644);
    expect((await loadInventory(file)).open).toEqual([key]);
  });

  it('of a file of passwords that is not there nothing is told: reading it says so', async () => {
    const file = await written('cluster.yaml', password(`{ file: ${join(folder, 'none')} }`), 0o644);
    expect((await loadInventory(file)).open).toEqual([]);
  });
});
