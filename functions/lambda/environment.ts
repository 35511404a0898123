import type * as z from 'zod';
import { GatetrailError } from '../../shared/errors.ts';

/** What a function needs of its environment. Throws `config` naming the variable and what was expected. */
export function environment<T>(schema: z.ZodType<T>, variables: NodeJS.ProcessEnv = process.env): T {
  const result = schema.safeParse(variables);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new GatetrailError('config', `environment variable ${issue?.path.join('.')}: ${issue?.message}`);
}
