/** A wheel, read in parts. */
export interface WheelBytes {
  readonly name: string;
  /** Its last bytes, fewer where it is shorter, and with them its size. */
  tail(length: number): Promise<{ readonly bytes: Buffer; readonly size: number }>;
  /** The bytes from `start` up to, not including, `end`. */
  read(start: number, end: number): Promise<Buffer>;
}
