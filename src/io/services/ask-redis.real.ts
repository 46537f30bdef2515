import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { thisMachine } from '../hosts/this-machine.ts';
import { findPython } from '../python/interpreters.ts';
import { askRedis } from './ask-redis.ts';

const unasked = {
  before6: 'Client sent AUTH, but no password is set',
  from6:
    'AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
};

/** A Redis that knows two commands, and a password. */
function small(password: string | undefined, says: string = unasked.before6) {
  const info = '# Server\r\nredis_version:7.0.15\r\nos:Linux\r\n';
  const server = createServer((socket) => {
    let isIn = password === undefined;
    socket.on('data', (data) => {
      const words = data.toString().split('\r\n');
      if (words.includes('AUTH')) {
        isIn = words[4] === password;
        const no = password === undefined ? `-ERR ${says}` : '-WRONGPASS no';
        socket.write(isIn && password !== undefined ? '+OK\r\n' : `${no}\r\n`);
        if (password === undefined) isIn = true;
      } else socket.write(isIn ? `$${info.length}\r\n${info}\r\n` : '-NOAUTH Authentication required.\r\n');
    });
  });
  return new Promise<{ port: number; close: () => void }>((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve({ port: (server.address() as AddressInfo).port, close: () => void server.close() }),
    );
  });
}

it.each<[string, string | undefined, string | undefined, string | undefined, string?]>([
  ['without a password', undefined, undefined, '7.0.15'],
  ['with one', 'secret word', 'secret word', '7.0.15'],
  ['with one that it does not ask for', undefined, 'unused', '7.0.15', unasked.before6],
  ['with one that it does not ask for, from 6.0 on', undefined, 'unused', '7.0.15', unasked.from6],
  ['with a wrong one', 'right', 'wrong', undefined],
  ['without the one that it asks for', 'right', undefined, undefined],
])('a Redis tells its version %s', async (_what, has, password, version, says) => {
  const { path } = await findPython(thisMachine, '3.11').catch(() => findPython(thisMachine, '3.12'));
  const environment = path.replace(/\/bin\/[^/]*$/, '');
  const { port, close } = await small(has, says);
  const address = { host: '127.0.0.1', port, password };
  try {
    expect(await askRedis(thisMachine, environment, address, 'version')).toBe(version);
  } finally {
    close();
  }
});
