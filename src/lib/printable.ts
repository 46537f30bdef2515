/** A text of somebody else without characters that steer a terminal; line breaks stay. */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n]|\p{Cf}/gu, '').trim();
}
