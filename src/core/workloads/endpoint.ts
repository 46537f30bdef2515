/** A service endpoint that is not destroyed: releases from 23.03 on have them. */
export interface Endpoint {
  readonly id: string;
  readonly name: string;
  /** `created`, `destroying` …, in small letters; before 23.09 they have none. */
  readonly stage?: string;
  readonly owner?: string;
  readonly project?: string;
  readonly domain?: string;
  readonly resourceGroup?: string;
  readonly url?: string;
  /** How many sessions it should have. */
  readonly replicas: number;
  /** Sessions that serve it, and how: `healthy`, `provisioning` …, in small letters. */
  readonly routes: readonly { readonly session?: string; readonly status: string }[];
}
