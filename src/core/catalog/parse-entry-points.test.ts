import { expect, it } from 'vitest';
import { parseEntryPoints } from './parse-entry-points.ts';

it('keeps programs and commands, sorted, and nothing else', () => {
  const text = `[backendai_scheduler_v10]
fifo = a.b:C

[ console_scripts ]
z = a.z:main
backend.ai = a.b:main  
# a = remark
[backendai_cli_v10]
mgr.start-server=a.server:main [extra]
`;
  expect(JSON.stringify(parseEntryPoints(text))).toBe(
    JSON.stringify({
      backendai_cli_v10: { 'mgr.start-server': 'a.server:main [extra]' },
      console_scripts: { 'backend.ai': 'a.b:main', z: 'a.z:main' },
    }),
  );
});

it.each(['', '[other]\na = b:c\n', '[console_scripts]\n', 'a = b\n'])('finds none in %j', (text) => {
  expect(parseEntryPoints(text)).toBeUndefined();
});
