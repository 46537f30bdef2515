/** A file that a storage-proxy writes at this moment, because somebody uploads it. */
export interface Upload {
  /** The host of the storage-proxy. */
  readonly host: string;
  /** The id of the virtual folder, where its path tells it. */
  readonly folder?: string;
  /** Where the file lies until it is whole. */
  readonly path: string;
}

/** The folder of a path: from 23.03 on the id in three parts, before it whole. */
const inParts = /\/([0-9a-f]{2})\/([0-9a-f]{2})\/([0-9a-f]{28})\/\.upload\//;
const whole = /\/([0-9a-f]{32})\/\.upload\//;

const dashed = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** Source: `.upload` of the vendor's `storage/api/client.py` and `mangle_vfpath` of its volumes, 22.09 to 26.08. */
export function uploadAt(host: string, path: string): Upload {
  const hex = inParts.exec(path)?.slice(1).join('') ?? whole.exec(path)?.[1];
  return { host, path, ...(hex === undefined ? {} : { folder: dashed(hex) }) };
}
