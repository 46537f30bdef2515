import { describe, expect, it } from 'vitest';
import { BaiupError } from '../../lib/errors.ts';
import { parseInventory } from './load-inventory.ts';

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
    ['an unknown key', whole.replace('cluster: lab', 'cluster: lab\ncolour: red'), 'knows no "colour"'],
    ['a missing section', whole.replace(/^etcd.*\n/m, ''), 'etcd: '],
    ['a host that is not declared', whole.replace('host: local', 'host: m9'), 'no host "m9" under hosts'],
    [
      'an unknown component',
      whole.replace('component: manager', 'component: scheduler'),
      'line 10: components.0.component: ',
    ],
    [
      'a relative path',
      whole.replace('/c/manager.toml', 'manager.toml'),
      'components.0.config: must be an absolute path',
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
