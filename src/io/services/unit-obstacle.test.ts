import { expect, it } from 'vitest';
import { linesObstacle, unitObstacle } from './unit-obstacle.ts';

/** As systemd 252 shows a unit that says nothing of these. */
const usual = {
  ...{ Type: 'simple', DynamicUser: 'no', PAMName: '', PrivateNetwork: 'no', PrivateTmp: 'no' },
  ...{ RootDirectory: '', RootImage: '', RuntimeDirectory: '', TriggeredBy: '', WatchdogUSec: '0' },
  ...{ StandardInput: 'null', StandardOutput: 'journal', StandardError: 'inherit' },
};

it.each<[Readonly<Record<string, string>>, string | undefined]>([
  [{}, undefined],
  [{ Type: 'notify', WatchdogUSec: 'infinity', StandardOutput: 'append:/var/log/app' }, undefined],
  [{ TriggeredBy: 'app.timer', StandardInput: 'data', StandardError: 'journal+console' }, undefined],
  [{ Type: 'forking' }, 'Type=forking'],
  [{ Type: 'dbus' }, 'Type=dbus'],
  [{ WatchdogUSec: '30s' }, 'WatchdogSec='],
  [{ DynamicUser: 'yes' }, 'DynamicUser='],
  [{ PAMName: 'login' }, 'PAMName='],
  [{ RootDirectory: '/srv/root' }, 'RootDirectory='],
  [{ RootImage: '/srv/root.raw' }, 'RootImage='],
  [{ RuntimeDirectory: 'app' }, 'RuntimeDirectory='],
  [{ TriggeredBy: 'app.timer app.socket' }, 'a socket of its own'],
  [{ StandardInput: 'socket' }, 'StandardInput='],
  // It would write over what its service has written.
  [{ StandardOutput: 'file:/var/log/app' }, 'StandardOutput=file:/var/log/app'],
  [{ StandardError: 'truncate:/var/log/app' }, 'StandardError=truncate:/var/log/app'],
])('what no other unit can give: %j', (shown, expected) => {
  expect(unitObstacle({ ...usual, ...shown }, { isTakenIn: false })).toBe(expected);
  expect(unitObstacle({ ...usual, ...shown }, { isTakenIn: true })).toBe(expected);
});

it.each(['PrivateTmp', 'PrivateNetwork'])('%s would go with the unit that another one takes from', (key) => {
  expect(unitObstacle({ ...usual, [key]: 'yes' }, { isTakenIn: true })).toBe(`${key}=`);
  expect(unitObstacle({ ...usual, [key]: 'yes' }, { isTakenIn: false })).toBeUndefined();
});

it('an older systemd, which does not know some of them, has none of these', () => {
  expect(unitObstacle({ Type: 'simple' }, { isTakenIn: true })).toBeUndefined();
});

it('credentials are only one unit’s', () => {
  expect(linesObstacle(['User=bai', 'LoadCredential=key:/etc/key'])).toBe('LoadCredential=');
  expect(linesObstacle(['SetCredentialEncrypted = a: b'])).toBe('SetCredentialEncrypted=');
  expect(linesObstacle(['User=bai'])).toBeUndefined();
});
