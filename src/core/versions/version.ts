declare const brand: unique symbol;

/**
 * One Backend.AI version as it is always printed: YY.MM.P with a two-digit month (`24.03.11`, `25.15.0rc1`,
 * `24.03.0.dev0`). Two versions are the same when their texts are. Made by `parseVersion` only.
 */
export type Version = string & { readonly [brand]: 'version' };

/** One release line as it is always printed: `24.03`. Lines sort as text. */
export type Line = string & { readonly [brand]: 'line' };

export type CandidateTag = 'dev' | 'a' | 'b' | 'rc';
