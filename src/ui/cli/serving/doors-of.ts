import { usageError } from '../../../lib/errors.ts';
import { type Doors, inUrl, isLoopback } from '../../server/doors.ts';

/** Flags that say who can reach the dashboard. */
export interface DoorFlags {
  readonly listen: string;
  readonly name: readonly string[];
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly proxy: readonly string[];
  readonly users?: string;
}

const example =
  'baiup serve --listen 0.0.0.0 --name HOST --users users.json --tls-cert cert.pem --tls-key key.pem';

/** @throws BaiupError `serve.open` (exit 64) where others could look without being known, or could be listened to */
export function doorsOf({ listen: address, name, tlsCert, tlsKey, proxy, users }: DoorFlags): Doors {
  if ((tlsCert === undefined) !== (tlsKey === undefined))
    throw usageError('serve.certificate', '--tls-cert and --tls-key belong together', example);
  const isOpen = !isLoopback(address) || proxy.length > 0 || name.length > 0;
  const wrong = (what: string) => usageError('serve.open', what, example);
  if (isOpen && users === undefined)
    throw wrong('others can reach it, so it needs named users: --users FILE');
  if (isOpen && tlsCert === undefined && proxy.length === 0)
    throw wrong('others can reach it, so it needs TLS: --tls-cert and --tls-key, or --proxy ADDRESS');
  if (isOpen && name.length === 0)
    throw wrong('others can reach it, so it must know the name that browsers call it by: --name HOST');
  return { listen: address, names: name, tls: tlsCert !== undefined, proxies: proxy };
}

/** What somebody opens in a browser. */
export function addressOf({ listen: host, names, tls, proxies }: Doors, port: number): string {
  if (proxies.length > 0) return `https://${names[0] ?? host}/`;
  return `${tls ? 'https' : 'http'}://${names[0] ?? inUrl(host)}:${port}/`;
}
