import { join } from 'node:path';
import { stringify } from 'smol-toml';
import { portOf } from '../record.ts';
import { type Ingredients, loggingSection, proxySecrets } from './shared.ts';

/** wsproxy.toml. Keys: ai/backend/wsproxy/config.py, 24.03.11 and 25.12.1; the later one takes both spellings. */
export function wsproxyConfiguration(ingredients: Ingredients): string {
  const { layout, record } = ingredients;
  const port = (name: Parameters<typeof portOf>[1]) => portOf(record, name);
  const secrets = proxySecrets(ingredients);
  return stringify({
    wsproxy: {
      id: `i-${layout.name}-wsproxy`,
      event_loop: 'asyncio',
      ipc_base_path: layout.sockets,
      pid_file: join(layout.workdir('wsproxy'), 'wsproxy.pid'),
      bind_host: '127.0.0.1',
      advertised_host: '127.0.0.1',
      bind_api_port: port('wsproxy'),
      advertised_api_port: port('wsproxy'),
      internal_api_port: port('wsproxyInternal'),
      // Each of them is listened on from the start.
      bind_proxy_port_range: [port('wsproxyApp'), port('wsproxyApp')],
      protocol: 'http',
      jwt_encrypt_key: secrets.jwt,
      permit_hash_key: secrets.permitHash,
      api_secret: secrets.api,
      aiomonitor_termui_port: port('wsproxyMonitor'),
      aiomonitor_webui_port: port('wsproxyMonitorWeb'),
    },
    logging: loggingSection,
    debug: { enabled: false },
  });
}
