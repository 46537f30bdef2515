import { styleText } from 'node:util';
import type { Variables } from '../../lib/variables.ts';

type Style = Parameters<typeof styleText>[0];

/** Colours a text, or leaves it as it is where the output is no colour terminal. */
export type Paint = (style: Style, text: string) => string;

export const plain: Paint = (_style, text) => text;

/** `NO_COLOR` is honoured; colours only on a terminal. */
export function paintFor(isTerminal: boolean, env: Variables): Paint {
  if (!isTerminal || env['NO_COLOR']) return plain;
  return (style, text) => styleText(style, text, { validateStream: false });
}
