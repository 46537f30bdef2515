import type { Inventory } from '../../../core/cluster/inventory.ts';
import type { FoundMember } from './found.ts';

export interface DraftTls {
  /** Nothing where the driver takes what the server offers: so does baiup. */
  readonly tls?: NonNullable<Inventory['database']['tls']>;
  readonly remarks: readonly string[];
}

interface Seen {
  readonly found: Pick<FoundMember, 'variables'>;
  /** The member's id. */
  readonly id: string;
  /** What its file tells the driver. */
  readonly ssl: string | undefined;
  /** Whether its connection was encrypted, as far as it could be asked. */
  readonly isEncrypted: boolean | undefined;
}

const unproven = 'nothing proves who answers: { mode: verify, ca: FILE } does';

/**
 * How a member secures its connections to PostgreSQL: by its file, and by variables of its service that its driver reads.
 * Source: `_parse_connect_dsn_and_args` in asyncpg/connect_utils.py.
 */
export function draftTls({ found: { variables }, id, ssl, isEncrypted }: Seen): DraftTls {
  const mode = (ssl ?? variables.get('PGSSLMODE'))?.replaceAll('_', '-');
  const file = (name: string) => {
    const path = variables.get(name);
    return path === undefined ? undefined : { from: id, file: path };
  };
  const [ca, cert, key] = ['PGSSLROOTCERT', 'PGSSLCERT', 'PGSSLKEY'].map(file);
  const shown = cert && key ? { cert, key } : {};
  if (mode === 'disable') return { tls: 'off', remarks: [`${id} speaks no TLS with it`] };
  if (mode === 'verify-ca' || mode === 'verify-full') {
    const isNamed = mode === 'verify-full';
    const remark = `${id} does not compare the name in its certificate: give name where it is not this host's`;
    return {
      tls: { mode: 'verify', ...(ca ? { ca } : {}), ...shown },
      remarks: [
        ...(isNamed ? [] : [remark]),
        ...(ca ? [] : [`${id} trusts ~/.postgresql/root.crt of its user: name it as ca`]),
      ],
    };
  }
  if (mode !== 'require' && isEncrypted !== true) return { remarks: [] };
  const tls = 'cert' in shown ? { mode: 'require' as const, ...shown } : ('require' as const);
  return { tls, remarks: [`the connections of ${id} are encrypted, and ${unproven}`] };
}
