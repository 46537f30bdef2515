import type { Command } from '../../lib/command.ts';
import { Secret } from '../../lib/secret.ts';
import type { Variables } from '../../lib/variables.ts';
import { minimalEnvironment } from './minimal-environment.ts';

/** What is told to a program, in plain words: for the moment of handing it over. */
export function revealed(value: string | Secret): string {
  return value instanceof Secret ? value.reveal() : value;
}

/** What every program may see of our own variables on its host, and what this one is told. */
export function commandEnvironment(own: Variables, told: Command['env'] = {}): Record<string, string> {
  const entries = Object.entries(told).map(([key, value]) => [key, revealed(value)]);
  return { ...minimalEnvironment(own), ...Object.fromEntries(entries) };
}
