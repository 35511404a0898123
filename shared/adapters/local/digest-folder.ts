import { type Dirent, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { bareName, parseDigestKey } from '../../cloudtrail/digest.ts';
import type { DigestReaders, LogPlace } from '../../cloudtrail/digest-readers.ts';
import { GatetrailError } from '../../errors.ts';
import { compareText } from '../../order.ts';

export interface FolderKeys {
  readonly publicKeys: DigestReaders['publicKeys'];
  /** Signatures by the file name of the digest, without .gz; a copy has lost the metadata they were in. */
  readonly signatures: ReadonlyMap<string, string>;
}

/**
 * Readers of a copy on this machine, as `aws s3 sync` makes it. Files are found by their names, wherever below the folder they
 * lie: the name of a digest or log file occurs once in all of S3. Throws `usage` when the folder can't be read.
 */
export function digestFolder(folder: string, { publicKeys, signatures }: FolderKeys): DigestReaders {
  const paths = new Map<string, string>();
  for (const path of filesBelow(folder)) paths.set(bareName(path), path);
  const read = async (key: string): Promise<Uint8Array | undefined> => {
    const path = paths.get(bareName(key));
    return path === undefined ? undefined : await readFile(join(folder, path));
  };
  const digests = [...paths.values()].filter((path) => parseDigestKey(path) !== undefined);
  return {
    bucket: undefined,
    listDigests: async () => digests,
    async readDigest(key) {
      const bytes = await read(key);
      return bytes && { bytes, signature: signatures.get(bareName(key)) };
    },
    readLog: (_bucket, key) => read(key),
    async *listLogs(place) {
      for (const path of paths.values()) if (isOf(path, place)) yield path;
    },
    publicKeys,
  };
}

function isOf(path: string, { folder, region }: LogPlace): boolean {
  return path.startsWith(folder) && basename(path).includes(`_CloudTrail_${region}_`);
}

/** Paths below the folder with `/`, in the order of their names. Links to folders are not followed: a copy has none. */
function* filesBelow(folder: string): Generator<string> {
  try {
    if (!statSync(folder).isDirectory()) throw new Error('it is a file');
  } catch (error) {
    throw new GatetrailError(
      'usage',
      `${folder} can't be read as a folder; expected a copy of the bucket or s3://BUCKET/PREFIX`,
      error,
    );
  }
  const pending = [folder];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const entries = readdirSync(next, { withFileTypes: true }).sort((a: Dirent, b: Dirent) =>
      compareText(a.name, b.name),
    );
    for (const entry of entries) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) pending.push(path);
      else yield relative(folder, path).split(sep).join('/');
    }
  }
}
