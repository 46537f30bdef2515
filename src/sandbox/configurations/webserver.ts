import { join } from 'node:path';
import { stringify } from 'smol-toml';
import { portOf } from '../record.ts';
import { type Ingredients, loggingSection } from './shared.ts';

/**
 * webserver.conf. Keys: ai/backend/web/config.py, 24.03.7 and 24.09.14; without `[logging.logstash]`, whose address
 * 24.09 wants in another form.
 */
export function webserverConfiguration({ layout, record }: Ingredients): string {
  return stringify({
    service: {
      ip: '127.0.0.1',
      port: portOf(record, 'webserver'),
      wsproxy: { url: '' },
      mode: 'webui',
    },
    resources: {},
    environments: {},
    plugin: {},
    ui: { brand: 'Sandbox' },
    api: {
      domain: 'default',
      endpoint: `http://127.0.0.1:${portOf(record, 'manager')}`,
      text: 'Sandbox',
      ssl_verify: false,
    },
    session: { redis: { addr: `127.0.0.1:${portOf(record, 'redis')}` } },
    webserver: {
      'event-loop': 'asyncio',
      'ipc-base-path': layout.sockets,
      'pid-file': join(layout.workdir('webserver'), 'webserver.pid'),
    },
    logging: loggingSection,
    debug: { enabled: false },
  });
}
