/** A process's environment variables; undefined is the same as missing. */
export type Variables = Readonly<Record<string, string | undefined>>;
