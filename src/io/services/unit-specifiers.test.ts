import { expect, it } from 'vitest';
import { underOtherName } from './unit-specifiers.ts';

it.each([
  ['Environment=A=%i B=%%i', 'bai-manager@2.service', 'Environment=A=2 B=%%i'],
  ['WorkingDirectory=/srv/%p/%N', 'bai-manager@2.service', 'WorkingDirectory=/srv/bai-manager/bai-manager@2'],
  ['SyslogIdentifier=%n', 'app.service', 'SyslogIdentifier=app.service'],
  ['Environment=J=%j I=%I F=%f', 'a-b@x\\x2dy-z.service', 'Environment=J=b I=x-y/z F=/x-y/z'],
  ['Environment=P=%P J=%J F=%f', 'a-b\\x2dc.service', 'Environment=P=a/b-c J=b-c F=/a/b-c'],
  ['Environment=I=%i', 'app.service', 'Environment=I='],
  // What has nothing to do with its name stays systemd's.
  ['Environment=H=%H U=%u T=%t', 'app.service', 'Environment=H=%H U=%u T=%t'],
])('%s of %s means the same under another name', (line, unit, expected) => {
  expect(underOtherName(line, unit)).toBe(expected);
});

it.each(['%d', '%y', '%Y', '%Z'])('%s cannot mean the same', (specifier) => {
  expect(() => underOtherName(`Environment=A=${specifier}`, 'app.service')).toThrow(
    `Environment of app.service has ${specifier}, which hangs on the unit's name`,
  );
});
