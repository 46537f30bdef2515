/** Where the JSON schema of cluster files lies, which comes with baiup. */
export const clusterSchema: URL = new URL('../../../docs/reference/cluster.schema.json', import.meta.url);

/** A cluster file with the line by which editors find its schema: they show what keys mean, and mark typos. */
export const withSchemaLine = (text: string): string =>
  `# yaml-language-server: $schema=${clusterSchema.href}\n${text}`;
