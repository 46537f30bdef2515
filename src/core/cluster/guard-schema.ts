import { z } from 'zod';

/** Which sessions no upgrade may touch without being told: `owner=ana@example.com`. */
export const guardSchema = z
  .string()
  .max(200)
  .regex(/^(owner|project|image|id)=\S/, 'must be owner=, project=, image= or id= with a value');
