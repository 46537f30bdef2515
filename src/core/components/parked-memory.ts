import { sinceLine } from '../versions/since-line.ts';
import type { Version } from '../versions/version.ts';
import type { Component } from './component.ts';

/** What a host keeps for all else while programs are parked, in bytes. */
export const spareMemory = 256e6;

/** Bytes of memory that a component's program of a release takes while it is parked. */
export const parkedMemory = (
  { parkedMegabytes }: Pick<Component, 'parkedMegabytes'>,
  version: Version,
): number => sinceLine(parkedMegabytes, version) * 1_000_000;
