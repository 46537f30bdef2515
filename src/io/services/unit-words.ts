/**
 * Words as systemd prints them: in quotes, with `\x20` and the like, where they hold what would part them. Those
 * of 239 and before print them without any.
 */
export function unitWords(text: string): string[] {
  const found = text.matchAll(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\S+)/g);
  return [...found].map(([, double, single, bare]) =>
    (double ?? single ?? bare ?? '')
      .replaceAll(/\\x([0-9a-f]{2})/gi, (_all, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
      .replaceAll(/\\(["'\\$`])/g, '$1'),
  );
}
