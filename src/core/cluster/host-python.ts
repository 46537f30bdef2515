/** A Python of a host. */
export interface HostPython {
  /** `3.12.8` */
  readonly version: string;
  /** The program itself, behind links and environments. */
  readonly path: string;
  /** The folder that holds all of it, where it can be copied to another place; absent where it is bound to its own. */
  readonly folder?: string;
  /** What it runs on: `linux-x86_64 glibc`. */
  readonly platform: string;
}

/** `3.12` of `3.12.8`. */
export const minorOf = ({ version }: Pick<HostPython, 'version'>): string =>
  version.split('.').slice(0, 2).join('.');

/** A Python that can be copied, and where it is: a host, or the operator's machine. */
export interface PythonSource {
  readonly host: string | undefined;
  readonly python: HostPython & { readonly folder: string };
}
