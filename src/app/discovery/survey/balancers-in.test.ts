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
