import { z } from 'zod';

/** Which sessions no upgrade may touch without being told: `owner=ana@example.com`. */
export const guardSchema = z
  .string()
  .max(200)
  .regex(
    /^(owner|project|image|label|agent|id)=\S/,
    'must be owner=, project=, image=, label=, agent= or id= with a value',
  );
