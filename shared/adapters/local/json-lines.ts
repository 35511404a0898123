import { createReadStream, readFileSync } from 'node:fs';
import type * as z from 'zod';
import { plainText } from '../../alerts/plain-text.ts';
import { GatetrailError, messageOf } from '../../errors.ts';

/**
 * Takes the JSON objects of a file, one a line, without holding the file. Gives false when there is no such file. Throws `usage`
 * with `file:line`, the key and what was expected; `take` may throw too, and is told where it is.
 */
export async function eachLine<T>(
  path: string,
  schema: z.ZodType<T>,
  take: (value: T, where: string) => void,
): Promise<boolean> {
  let line = 0;
  const understand = (text: string): void => {
    line += 1;
    if (text.trim() !== '') take(parsed(text, schema, `${path}:${line}`), `${path}:${line}`);
  };
  try {
    let rest = '';
    // Not node:readline, for which a line also ends at U+2028, and JSON may hold that as it is.
    for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 2 ** 20 })) {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      for (const text of lines) understand(text);
    }
    understand(rest);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw unreadable(path, error);
  }
}

/** The JSON of a whole file; undefined when there is no such file. Throws as `eachLine` does. */
export function jsonFile<T>(path: string, schema: z.ZodType<T>): T | undefined {
  try {
    return parsed(readFileSync(path, 'utf8'), schema, path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw unreadable(path, error);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** What the system says of a file is the user's to mend; all else goes on as it is. */
function unreadable(path: string, error: unknown): unknown {
  const bySystem = error instanceof Error && 'syscall' in error;
  return bySystem ? new GatetrailError('usage', `${path} can't be read: ${messageOf(error)}`, error) : error;
}

/** The JSON of a text as a schema has it. Throws `usage`, beginning with `where`. */
function parsed<T>(text: string, schema: z.ZodType<T>, where: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new GatetrailError('usage', `${where}: expected JSON: ${plainText(messageOf(error))}`, error);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const key = issue?.path.join('.');
  throw new GatetrailError('usage', `${where}: ${key ? `${key}: ` : ''}${issue?.message}`);
}
