import { BaiupError, messageOf } from '../../lib/errors.ts';
import { tlsTrouble } from './tls-trouble.ts';

/** Codes of PostgreSQL that callers look for: `invalid_catalog_name`, `object_in_use`, `insufficient_privilege`, and `disk_full`. */
export const noSuchDatabase = '3D000';
export const objectInUse = '55006';
export const notAllowed = '42501';
export const diskFull = '53100';

/** Who asked which database: enough to say what failed. */
interface Asked {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly user: string;
}

/** The SQLSTATE of a server's error, the errno of a socket's, or undefined. */
export function databaseErrorCode(error: unknown): string | undefined {
  if (error instanceof AggregateError) return databaseErrorCode(error.errors[0]);
  const inner = error instanceof BaiupError ? error.cause : error;
  return inner instanceof Error && 'code' in inner ? String(inner.code) : undefined;
}

/** What the driver throws, as an operator would say it. */
export function databaseError(address: Asked, error: unknown): BaiupError {
  if (error instanceof BaiupError) return error;
  const where = `PostgreSQL at ${address.host}:${address.port}`;
  const code = databaseErrorCode(error) ?? '';
  const message = messageOf(error);
  const tls = tlsTrouble.ofHandshake({ code, message }, error);
  if (tls) {
    const { what, hint } = tls;
    return new BaiupError('database.tls', `${where}: ${what}`, { hint, cause: error });
  }
  if (isRefusal(code)) {
    return new BaiupError(
      'database.refused',
      `${where} refused ${address.user} on "${address.name}": ${message}`,
      {
        hint:
          tlsTrouble.ofRefusal({ code, message }) ??
          noDatabase(code) ??
          'check database.name, user and password in cluster.yaml, and pg_hba.conf of the server',
        cause: error,
      },
    );
  }
  if (
    /^(E[A-Z]+|08...|57P0[123]|53300)$/.test(code) ||
    /timeout|terminated|Connection ended/i.test(message)
  ) {
    return new BaiupError('database.unreachable', `${where} does not answer: ${message}`, {
      hint: 'check database.host and port in cluster.yaml, and that the server runs',
      cause: error,
    });
  }
  return new BaiupError('database.failed', `${where}, database "${address.name}": ${message}`, {
    cause: error,
  });
}

/** A run that was cut may have set it aside: it has no name until that run goes on, or back. */
const noDatabase = (code: string): string | undefined =>
  code === noSuchDatabase
    ? 'check database.name in cluster.yaml; a run that was cut may have set the database aside: baiup runs'
    : undefined;

/** Wrong password, unknown role or database, no right to connect. */
function isRefusal(code: string): boolean {
  return code.startsWith('28') || code === noSuchDatabase || code === notAllowed;
}
