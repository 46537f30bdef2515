/** Something that a run keeps. */
export interface Kept {
  readonly what: 'database' | 'dump' | 'environment' | 'link' | 'files' | 'captures';
  /** The host that it lies on; of a database undefined: its server has it. */
  readonly host?: string;
  /** A database's name, or a path. */
  readonly name: string;
  /** What removing it frees. */
  readonly bytes: number;
  /** Why it is left where it is. */
  readonly stays?: string;
}

/** With the way to remove it: what is gone already is fine. */
export interface Removable extends Kept {
  readonly remove: () => Promise<void>;
}

/** By this a thing is known when it is looked for again. */
export const keptKey = ({ what, host = '', name }: Kept): string => `${what} ${host} ${name}`;
