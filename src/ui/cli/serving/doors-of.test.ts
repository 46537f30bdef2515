import { expect, it } from 'vitest';
import { addressOf, type DoorFlags, doorsOf } from './doors-of.ts';

const alone: DoorFlags = { listen: '127.0.0.1', name: [], proxy: [] };
const tls = { tlsCert: 'c.pem', tlsKey: 'k.pem' };
const users = { users: 'u.json' };

it.each<[string, Partial<DoorFlags>, RegExp]>([
  ['without users', { listen: '0.0.0.0', name: ['h'], ...tls }, /needs named users/],
  ['without TLS', { listen: '0.0.0.0', name: ['h'], ...users }, /needs TLS/],
  ['without a name', { listen: '0.0.0.0', ...users, ...tls }, /must know the name/],
  ['behind a proxy without users', { proxy: ['127.0.0.1'], name: ['h'] }, /needs named users/],
  ['by a name without users', { name: ['h'] }, /needs named users/],
  [
    'with half a certificate',
    { listen: '0.0.0.0', name: ['h'], ...users, tlsCert: 'c.pem' },
    /belong together/,
  ],
])('is not opened to others %s', (_what, flags, why) => {
  expect(() => doorsOf({ ...alone, ...flags })).toThrow(why);
});

it.each<[Partial<DoorFlags>, string]>([
  [{}, 'http://127.0.0.1:4434/'],
  [{ listen: '::1' }, 'http://[::1]:4434/'],
  [users, 'http://127.0.0.1:4434/'],
  [{ listen: '0.0.0.0', name: ['ctl.example'], ...users, ...tls }, 'https://ctl.example:4434/'],
  [{ proxy: ['127.0.0.1'], name: ['ctl.example'], ...users }, 'https://ctl.example/'],
])('is opened, with %j, at %s', (flags, address) => {
  expect(addressOf(doorsOf({ ...alone, ...flags }), 4434)).toBe(address);
});
