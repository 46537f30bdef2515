import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BaiupError } from '../../lib/errors.ts';
import { parseInventory } from './load-inventory.ts';

const whole = `cluster: lab
hosts:
  local: { transport: local }
database: { host: 127.0.0.1, port: 5432, name: backend, user: postgres, password: x }
etcd: { host: 127.0.0.1, port: 2379, namespace: local, user: root, password: { env: E } }
redis: { host: 127.0.0.1, port: 6379 }
api: { url: 'http://127.0.0.1:8081', accessKey: AK, secretKey: { file: /k } }
proof: { image: cr.example.org/stable/python:3.9 }
components:
  - id: m1
    component: manager
    host: local
    since: 24.03.7
    service: { kind: process, folder: /s/manager }
    config: /c/manager.toml
    workdir: /c
    endpoint: { host: 127.0.0.1, port: 8081 }
  - id: a1
    component: agent
    host: local
    service: { kind: process, folder: /s/agent }
    config: /c/agent.toml
    workdir: /c
    endpoint: { host: 127.0.0.1, port: 6001 }
    agent: { id: i-lab, varBase: /v }
`;

/** Pieces that mean something in YAML, or in a program that reads it carelessly. */
const pieces = [
  ...[
    '*a',
    '&a',
    '<<: *a',
    '!!binary ',
    '!x ',
    '---\n',
    '...\n',
    '%YAML 1.1\n',
    '? ',
    ': ',
    '- ',
    '|\n',
    '>-\n',
  ],
  ...['\t', '\r', '\u0000', '\ufeff', '\u2028', '#', '"', "'", '{', '}', '[', ']', ',', '\\', '\n', '    '],
  ...[
    '__proto__: ',
    'constructor: ',
    'toString',
    'null',
    '~',
    '.nan',
    '-.inf',
    '1e999',
    '0x',
    '2026-01-01',
    'yes',
  ],
  ...[
    '99999999999999999999',
    '../../etc',
    '$\u007bHOME}',
    'http://u:p@h',
    'x'.repeat(400),
    'components: []\n',
  ],
];

const change = fc.oneof(
  fc.record({ at: fc.nat(whole.length), cut: fc.nat(40), put: fc.constantFrom('', ...pieces) }),
  fc.record({ at: fc.nat(whole.length), cut: fc.nat(3), put: fc.string({ unit: 'binary', maxLength: 8 }) }),
);

it('any change of a cluster file leaves one, or an error with file, line and hint', () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      const text = changes.reduce(
        (all, { at, cut, put }) => all.slice(0, at) + put + all.slice(at + cut),
        whole,
      );
      try {
        expect(parseInventory('/c/cluster.yaml', text).components.length).toBeGreaterThan(0);
      } catch (error) {
        if (!(error instanceof BaiupError)) throw error;
        expect(error).toMatchObject({
          code: 'cluster.file-wrong',
          exit: 64,
          hint: expect.stringContaining('docs'),
        });
        expect(error.message).toMatch(/^\/c\/cluster\.yaml, line \d+: /);
        expect(error.message).not.toMatch(/zod|yaml\.|YAML\.|undefined|\[object/);
      }
    }),
    { numRuns: 200 },
  );
}, 60_000);
