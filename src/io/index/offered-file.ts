/** One wheel that a source offers. A page in HTML tells less of it than one in JSON. */
export interface OfferedFile {
  readonly filename: string;
  /** Absolute; `file:` for one in a folder. */
  readonly url: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size?: number | undefined;
  /** ISO 8601 in UTC, seconds. */
  readonly uploaded?: string | undefined;
  readonly requiresPython?: string | undefined;
  /** False, or why it was withdrawn; "no reason given" for none; absent where the source cannot tell. */
  readonly withdrawn?: string | false | undefined;
}
