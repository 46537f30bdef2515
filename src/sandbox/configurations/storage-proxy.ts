import { join } from 'node:path';
import { stringify } from 'smol-toml';
import { portOf } from '../record.ts';
import { address, etcdSection, type Ingredients, keysIn, loggingSection } from './shared.ts';

/** storage-proxy.toml. Keys: ai/backend/storage/config.py, 24.03.7 and 24.09.14. */
export function storageProxyConfiguration(ingredients: Ingredients): string {
  const { layout, record } = ingredients;
  const port = (name: Parameters<typeof portOf>[1]) => portOf(record, name);
  const api = (name: 'storageClient' | 'storageManager') => ({
    'service-addr': address(port(name)),
    'ssl-enabled': false,
  });
  return stringify({
    etcd: etcdSection(ingredients),
    'storage-proxy': {
      'node-id': `i-${layout.name}-storage-proxy`,
      'num-proc': 1,
      'event-loop': 'asyncio',
      'pid-file': join(layout.workdir('storage-proxy'), 'storage-proxy.pid'),
      'ipc-base-path': layout.sockets,
      'scandir-limit': 1000,
      'max-upload-size': '100g',
      // Signs its own tokens; the other secret is shared with managers.
      secret: `${record.storageSecret}-tokens`,
      'session-expire': '1d',
      'use-watcher': false,
      'aiomonitor-termui-port': port('storageMonitor'),
      'aiomonitor-webui-port': port('storageMonitorWeb'),
    },
    api: {
      client: api('storageClient'),
      manager: {
        ...api('storageManager'),
        ...keysIn(record, '>=25.05', { 'internal-addr': address(port('storageInternal')) }),
        secret: record.storageSecret,
      },
    },
    volume: { volume1: { backend: 'vfs', path: layout.volume } },
    logging: loggingSection,
    debug: { enabled: false },
  });
}
