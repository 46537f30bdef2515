import { z } from 'zod';

const key = z.string().min(1);
const scalar = z.union([z.string(), z.number(), z.boolean()]);

/**
 * One change to a configuration file, as a rule knows it: of a key within a list of tables, in every entry. It holds no value that a cluster keeps secret. Where there is
 * nothing to change, it changes nothing.
 */
export const editSchema = z.discriminatedUnion('action', [
  /** Another name for the last part of a key or section. */
  z.strictObject({ action: z.literal('rename'), key, to: key }),
  z.strictObject({ action: z.literal('remove'), key }),
  /** A value, where the key has the one that no longer does. */
  z.strictObject({ action: z.literal('set'), key, from: scalar, value: scalar }),
  /** An empty section, where there is none of that name. */
  z.strictObject({ action: z.literal('section'), key }),
  /**
   * An address in another form. `host-port`: `"host:port"` or `["host", port]` as `{ host = "…", port = … }`. `addr`: the
   * two keys `host` and `port` of a section as one, `addr = "host:port"`.
   */
  z.strictObject({ action: z.literal('reshape'), key, form: z.enum(['host-port', 'addr']) }),
]);
export type ConfigurationEdit = z.infer<typeof editSchema>;

/** An edit with the rule that asks for it. */
export interface RuledEdit {
  readonly rule: string;
  readonly edit: ConfigurationEdit;
}
