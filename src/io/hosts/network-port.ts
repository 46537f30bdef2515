/** Where something listens. */
export interface NetAddress {
  readonly host: string;
  readonly port: number;
}

/** How the other end of a TLS connection is known: by a certificate (PEM), beside the machine's own authorities, or not at all. */
export type TlsTrust = { readonly certificate: string } | 'insecure';

export interface HttpQuestion {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** For https. */
  readonly trust?: TlsTrust | undefined;
  /** Milliseconds until no answer is one. */
  readonly timeoutMs: number;
}

/** What came back, whatever its status; nobody is redirected. */
export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}
