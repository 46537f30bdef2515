/** The program of a server of our own. */
export interface ServerProgram {
  readonly title: string;
  readonly argv: readonly [string, ...string[]];
  /** Where it answers: `port 5432`. */
  readonly where: string;
  readonly stopSignal: NodeJS.Signals;
  /** Throws as long as the server does not answer. */
  readonly answers: () => Promise<void>;
}
