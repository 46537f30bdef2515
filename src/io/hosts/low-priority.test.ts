import { expect, it } from 'vitest';
import type { Command, CommandResult } from '../../lib/command.ts';
import { atLowPriority } from './low-priority.ts';
import type { Host } from './port.ts';
import { simulatedHost } from './simulated.ts';

it('a command at low priority runs behind nice, and has more time for that', async () => {
  const run: Command[] = [];
  const host: Host = {
    ...simulatedHost('h', new Map([['/usr/sbin/nice', { content: '', mode: 0o755 }]])),
    run: async (command): Promise<CommandResult> => {
      run.push(command);
      return { exitCode: 0, stdout: '', stderr: '', durationMs: 1 };
    },
  };
  await (await atLowPriority(host)).run({ argv: ['uv', 'pip'], timeoutMs: 1000 });
  expect(run).toEqual([{ argv: ['/usr/sbin/nice', '-n', '10', 'uv', 'pip'], timeoutMs: 4000 }]);
});
