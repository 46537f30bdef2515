import { z } from 'zod';

/** JSON in a text, as GraphQL has slots and reports; an empty or a broken one is nothing. */
export const jsonText = z
  .string()
  .nullish()
  .transform((written): unknown => {
    try {
      return written ? JSON.parse(written) : undefined;
    } catch {
      return undefined;
    }
  });
