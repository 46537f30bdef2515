/** A part of a URL-quoted path; as it is where it is not quoted. */
export function unquoted(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
