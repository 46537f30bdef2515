import { z } from 'zod';

/**
 * refused: the loader does not accept the key. missing: it requires one. renamed: the key has another name now. wrong:
 * its value is not valid. ignored: the loader does not know the key, but accepts the file.
 */
export const issueKinds = ['refused', 'missing', 'renamed', 'wrong', 'ignored'] as const;

export const issueSchema = z.object({
  kind: z.enum(issueKinds),
  /** As TOML writes it: `logging.logstash.endpoint`; empty where the whole file is meant. */
  key: z.string(),
  message: z.string(),
  /** From 1, where it is known. */
  line: z.int().positive().optional(),
});

/** What a component's loader has against a configuration file; never holds a value of the file. */
export type ConfigurationIssue = Readonly<z.infer<typeof issueSchema>>;
