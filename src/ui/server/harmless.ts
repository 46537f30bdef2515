import { visible } from '../../lib/visible.ts';

/** Text of several lines, in which nothing is hidden: ends of lines and tabs stay. */
export function harmless(text: string): string {
  return text.replace(/[^\n\t]+/g, visible);
}

const harmlessString = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? harmless(value) : value;

/** JSON in one line whose texts can be shown: what moves a cursor or turns a direction is written out in them. */
export function harmlessJson(value: unknown): string {
  return JSON.stringify(value, harmlessString) ?? 'null';
}
