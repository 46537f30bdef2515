/** Where something listens. */
export interface NetAddress {
  readonly host: string;
  readonly port: number;
}

export interface HttpQuestion {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds until no answer is one. */
  readonly timeoutMs: number;
}

/** What came back, whatever its status; nobody is redirected. */
export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}
