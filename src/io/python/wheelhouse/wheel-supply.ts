import type { Host } from '../../hosts/port.ts';

/** What a host that needs no index, and no way to one, gets its packages from. */
export interface WheelSupply {
  /** The operator's machine: packages are chosen, brought and built there, once for all hosts. */
  readonly here: Host;
  /** Brings a file of the package index to a path here, whole or not at all. @throws BaiupError `index.*` */
  readonly fetchFile: (address: string, to: string, signal?: AbortSignal) => Promise<void>;
}
