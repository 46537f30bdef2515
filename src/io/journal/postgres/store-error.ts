import { BaiupError, exitCode, messageOf } from '../../../lib/errors.ts';
import { databaseErrorCode, diskFull, noSuchDatabase, notAllowed } from '../../database/database-error.ts';
import { tlsTrouble } from '../../database/tls-trouble.ts';

/** Which store was asked, and as whom: enough to say what failed. */
export interface AskedStore {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly user: string;
}

/** Codes of what may pass by itself: whoever must write waits for it. */
const passing: ReadonlySet<string> = new Set(['store.unreachable', 'store.full', 'store.read-only']);

/** `the store "runs" on PostgreSQL at db:5432` */
export const storeWords = ({ host, port, name }: AskedStore): string =>
  `the store "${name}" on PostgreSQL at ${host}:${port}`;

/** Whether it is worth to ask again in a moment. */
export const mayPass = (error: unknown): boolean => error instanceof BaiupError && passing.has(error.code);

function refused({ user, name, host, port }: AskedStore, code: string, said: string): BaiupError {
  const where = `PostgreSQL at ${host}:${port}`;
  if (code === noSuchDatabase) {
    return new BaiupError('store.refused', `${where} has no database "${name}", which is to be the store`, {
      hint: `make it: createdb -h ${host} -p ${port} ${name}, or correct store.postgres.name`,
    });
  }
  return new BaiupError('store.refused', `${where} refused ${user} on the store "${name}": ${said}`, {
    hint:
      tlsTrouble.ofRefusal({ code, message: said }, 'the store') ??
      'check user and password under store.postgres, and pg_hba.conf of the server',
  });
}

/** What the driver throws about a store, as an operator would say it; every one of them changed nothing. */
export function storeError(asked: AskedStore, error: unknown): BaiupError {
  if (error instanceof BaiupError) return error;
  const store = storeWords(asked);
  const code = databaseErrorCode(error) ?? '';
  const said = messageOf(error);
  const tls = tlsTrouble.ofHandshake({ code, message: said }, error, 'the store');
  if (tls) return new BaiupError('store.tls', `${store}: ${tls.what}`, { hint: tls.hint, cause: error });
  if (code.startsWith('28') || code === noSuchDatabase) return refused(asked, code, said);
  if (code === notAllowed) {
    return new BaiupError('store.no-rights', `${asked.user} may not use ${store}: ${said}`, {
      cause: error,
      hint: `as its owner: GRANT CREATE ON DATABASE "${asked.name}" TO "${asked.user}"; where another role made the store, see docs/shared-store.md`,
    });
  }
  if (code === diskFull) {
    return new BaiupError('store.full', `${store} has no room left: ${said}`, {
      cause: error,
      hint: 'make room on the disk of its server',
    });
  }
  if (code === '25006') {
    return new BaiupError('store.read-only', `${store} takes no changes: ${said}`, {
      cause: error,
      hint: 'it is a standby, or was made read-only: name the server that is written to under store.postgres',
    });
  }
  const isLost =
    /^(E[A-Z]+|08...|57P0[1-5]|53[0-9]{3})$/.test(code) ||
    /timeout|terminated|Connection ended|not queryable/i.test(said);
  if (isLost) {
    return new BaiupError('store.unreachable', `${store} does not answer: ${said}`, {
      cause: error,
      exit: exitCode.failed,
      hint: 'check host and port under store.postgres, and that the server runs',
    });
  }
  return new BaiupError('store.failed', `${store}: ${said}`, { cause: error });
}
