/** The parts of baiup's JSON that the scripts read. */
export interface SandboxUp {
  readonly cluster: string;
  readonly folder: string;
}

export interface StepShown {
  readonly step: string;
  readonly hop: number;
  readonly title: string;
  /** ISO 8601. */
  readonly started: string;
  readonly seconds: number;
  readonly result?: { readonly revisions?: readonly { readonly id: string; readonly seconds: number }[] };
}

export interface RunShown {
  readonly run: string;
  readonly state: string;
  readonly downtime: { readonly actual: number; readonly predicted: number; readonly back?: number };
  readonly hops: readonly { readonly from: string; readonly to: string; readonly downtime: number }[];
  readonly steps: readonly StepShown[];
}
