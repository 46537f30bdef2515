/** How many steps are carried out at once: on one host, and in all. */
export interface Limits {
  readonly perHost: number;
  readonly inAll: number;
}

/** A whole small cluster on one host still turns at once: there are seven components. */
export const defaultLimits: Limits = { perHost: 8, inAll: 256 };

/** The limits that a plan keeps. */
export const limitsOf = ({ limits }: { readonly limits?: Limits | undefined }): Limits =>
  limits ?? defaultLimits;
