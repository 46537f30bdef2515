/** PostgreSQL programs that belong together: the tools are not older than the server. Absolute paths. */
export interface PostgresPrograms {
  readonly source: 'installed' | 'packages';
  readonly initdb: string;
  readonly postgres: string;
  readonly pgDump: string;
  readonly pgRestore: string;
  /** `[16, 14]` */
  readonly serverVersion: readonly number[];
  readonly clientVersion: readonly number[];
  /** They are on a host. */
  readonly areThere?: true;
}
