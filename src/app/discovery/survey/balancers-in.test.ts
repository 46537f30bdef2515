import { expect, it } from 'vitest';
import { balancersIn } from './balancers-in.ts';

it('reads frontends with their backends, and listen sections', () => {
  const text = [
    ...['global', '  daemon', 'frontend web', '  bind 10.0.0.1:443 ssl crt /x.pem', '  bind [::]:80,*:81'],
    ...['  use_backend others if { path /x }', '  default_backend managers # mostly', 'backend managers'],
    ...['  server m1 10.0.0.11:8081 check', '  server m2 [fd00::2]:8081', 'backend others', '  server o h:1'],
    ...['listen postgres', '  bind :5000', '  mode tcp', '  server p1 10.0.0.9:5432'],
  ];
  expect(balancersIn(text.join('\n'))).toEqual([
    {
      binds: [
        { host: '10.0.0.1', port: 443, isTls: true },
        { host: '::', port: 80, isTls: false },
        { host: '*', port: 81, isTls: false },
      ],
      servers: [
        { host: '10.0.0.11', port: 8081 },
        { host: 'fd00::2', port: 8081 },
        { host: 'h', port: 1 },
      ],
    },
    { binds: [{ host: '', port: 5000, isTls: false }], servers: [{ host: '10.0.0.9', port: 5432 }] },
  ]);
  expect(balancersIn('')).toEqual([]);
});

it.each<[string, readonly string[], number | undefined]>([
  [
    'the defaults',
    ['defaults', '  timeout client 5m', '  timeout server 10m', 'listen pg', '  bind :5000'],
    300,
  ],
  [
    'its own words',
    ['defaults', '  timeout client 5m', 'listen pg', '  bind :5000', '  timeout client 2h'],
    7200,
  ],
  [
    'its backend',
    ['frontend pg', '  bind :5000', '  default_backend b', 'backend b', '  timeout server 90000'],
    90,
  ],
  ['nothing', ['listen pg', '  bind :5000', '  timeout connect 5s'], undefined],
])('how long it lets a connection be silent is told by %s', (_what, lines, seconds) => {
  expect(balancersIn(lines.join('\n')).map(({ idleSeconds }) => idleSeconds)).toEqual([seconds]);
});
