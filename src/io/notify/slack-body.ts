/** A message as Slack takes it. These three characters are all that its markup needs escaped. */
export function slackBody(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return JSON.stringify({ text: escaped });
}
