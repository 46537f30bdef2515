import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Colours a text, or leaves it as it is where the output is no colour terminal. */
export type Paint = (style: Style, text: string) => string;

export const plain: Paint = (_style, text) => text;

/** `NO_COLOR` is honoured; colours only on a terminal. */
export function paintFor(isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): Paint {
  if (!isTerminal || env['NO_COLOR']) return plain;
  return (style, text) => styleText(style, text, { validateStream: false });
}
