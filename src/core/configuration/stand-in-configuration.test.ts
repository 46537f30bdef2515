import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import type { StandIn } from '../components/component.ts';
import { componentNamed } from '../components/index.ts';
import { saidIn, standInConfiguration } from './stand-in-configuration.ts';

const manager = componentNamed('manager').standIn as StandIn;

const made = (text: string, standIn = manager) => {
  const { text: copy, folder } = standInConfiguration(standIn, { member: 'm1', text, firstPort: 26_000 });
  return { copy: parse(copy), folder };
};

describe('what a second process of a member reads', () => {
  it('is what the first reads, but for what two processes cannot share', () => {
    const text = [
      '[db]',
      'name = "backend"',
      '[manager]',
      'id = "i-manager"',
      'pid-file = "/run/manager.pid"',
      'ipc-base-path = "./ipc"',
      'aiomonitor-port = 48100',
      'service-addr = { host = "0.0.0.0", port = 8081 }',
      '[logging.file]',
      'filename = "manager.log"',
    ].join('\n');
    expect(made(text)).toEqual({
      folder: './ipc/m1-stand-in',
      copy: {
        db: { name: 'backend' },
        manager: {
          id: 'm1-stand-in',
          'pid-file': '/dev/null',
          'ipc-base-path': './ipc/m1-stand-in',
          'aiomonitor-port': 26_000,
          'aiomonitor-webui-port': 26_064,
          'service-addr': { host: '0.0.0.0', port: 8081 },
        },
        logging: { file: { filename: 'm1-stand-in.manager.log' } },
      },
    });
  });

  it('has keys spelt as the file has them, and what the file does not name', () => {
    expect(
      made('[manager]\nipc_base_path = "/ipc"\npid_file = "/p"\naiomonitor_termui_port = 1\n').copy,
    ).toEqual({
      manager: {
        id: 'm1-stand-in',
        pid_file: '/dev/null',
        ipc_base_path: '/ipc/m1-stand-in',
        aiomonitor_termui_port: 26_000,
        'aiomonitor-webui-port': 26_064,
      },
    });
    expect(made('').folder).toBe('/tmp/backend.ai/ipc/m1-stand-in');
  });

  it('tells what a file says, also of one that is no TOML', () => {
    expect(saidIn('[manager]\ndistributed_lock = "filelock"', 'manager.distributed-lock')).toBe('filelock');
    expect(saidIn('[manager', 'manager.distributed-lock')).toBe(undefined);
  });
});
