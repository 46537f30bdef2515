import { parse, stringify } from 'smol-toml';
import { BaiupError } from '../../lib/errors.ts';
import { type CopyServers, loopback } from './copy-servers.ts';

type Table = Record<string, unknown>;

const isTable = (value: unknown): value is Table => typeof value === 'object' && value !== null;

/**
 * The configuration of a manager or a coordinator that names only the scratch servers: everything else stays as it is.
 * @throws BaiupError `rehearsal.configuration` where it cannot be read or names another location afterwards
 */
export function scratchConfiguration(text: string, { postgres, etcd, database }: CopyServers): string {
  let whole: Table;
  try {
    whole = parse(text);
  } catch (cause) {
    throw new BaiupError('rehearsal.configuration', `a configuration cannot be read: ${cause}`, {
      cause,
    });
  }
  const section = (name: string): Table => {
    const found = whole[name];
    return isTable(found) ? found : {};
  };
  const addr = (port: number) => ({ host: loopback, port });
  const copy = {
    ...whole,
    etcd: { ...section('etcd'), addr: addr(etcd.port), user: '', password: '' },
    db: {
      ...section('db'),
      addr: addr(postgres.port),
      name: database,
      user: postgres.user,
      password: postgres.password.reveal(),
    },
  };
  return stringify(copy);
}
