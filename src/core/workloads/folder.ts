/** A virtual folder that a storage-proxy works on. */
export interface Folder {
  readonly id: string;
  readonly name: string;
  /** `cloning`, `delete-ongoing` … */
  readonly status: string;
  /** Its owner's e-mail address, or its project. */
  readonly owner?: string;
  /** Its storage, as the vendor writes it: `local:volume1`. */
  readonly host?: string;
}
