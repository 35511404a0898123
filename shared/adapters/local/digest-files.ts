import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { bareName } from '../../cloudtrail/digest.ts';
import { type PublicKey, parsePublicKeys } from '../../cloudtrail/digest-key.ts';
import { GatetrailError, messageOf } from '../../errors.ts';

const Signatures = z.record(z.string(), z.string().regex(/^[0-9a-f]+$/i));

/** The keys in files that hold what `aws cloudtrail list-public-keys` prints. Throws `usage` for anything else. */
export function readPublicKeys(paths: readonly string[]): readonly PublicKey[] {
  return paths.flatMap((path) => {
    const keys = parsePublicKeys(jsonOf('--keys', path));
    if (keys !== undefined) return keys;
    throw new GatetrailError('usage', `--keys ${path}: expected what aws cloudtrail list-public-keys prints as JSON`);
  });
}

/** Signatures by bare file name, from a JSON object of digest keys and hexadecimal signatures. Throws `usage`. */
export function readSignatures(path: string): ReadonlyMap<string, string> {
  const parsed = Signatures.safeParse(jsonOf('--signatures', path));
  if (!parsed.success)
    throw new GatetrailError(
      'usage',
      `--signatures ${path}: expected a JSON object of digest keys and their signatures in hexadecimal`,
    );
  return new Map(Object.entries(parsed.data).map(([key, signature]) => [bareName(key), signature]));
}

function jsonOf(flag: string, path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new GatetrailError('usage', `${flag} ${path}: ${messageOf(error)}; expected a JSON file`, error);
  }
}
