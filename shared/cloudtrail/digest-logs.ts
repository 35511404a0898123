import { messageOf } from '../errors.ts';
import { bareName, type Digest, HASH_ALGORITHM, type ListedLog, sha256 } from './digest.ts';
import { contentOf } from './digest-content.ts';
import type { DigestReaders } from './digest-readers.ts';
import type { DigestProblem } from './digest-report.ts';

/** Files that are fetched at a time. */
const AT_ONCE = 8;

export interface CheckedLogs {
  readonly verified: number;
  readonly problems: readonly DigestProblem[];
}

/** Checks each log file that a digest names. One that is missing or can't be read stops none of the others. */
export async function checkLogs(digest: Digest, readers: Pick<DigestReaders, 'readLog'>): Promise<CheckedLogs> {
  const { logFiles } = digest;
  const byHash = new Map(logFiles.map((log) => [log.hashValue, log]));
  const found: (DigestProblem | undefined)[] = new Array(logFiles.length);
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < logFiles.length; at = next++) {
      const log = logFiles[at];
      if (log !== undefined) found[at] = await problemOf(log, byHash, readers);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const problems = found.filter((problem) => problem !== undefined);
  return { verified: logFiles.length - problems.length, problems };
}

async function problemOf(
  log: ListedLog,
  byHash: ReadonlyMap<string, ListedLog>,
  readers: Pick<DigestReaders, 'readLog'>,
): Promise<DigestProblem | undefined> {
  const object = log.s3Object;
  if (log.hashAlgorithm !== HASH_ALGORITHM)
    return { kind: 'unreadable', object, reason: `its hash is a ${log.hashAlgorithm}; expected ${HASH_ALGORITHM}` };
  let bytes: Uint8Array | undefined;
  try {
    bytes = await readers.readLog(log.s3Bucket, object);
  } catch (error) {
    return { kind: 'unreadable', object, reason: `can't be read: ${messageOf(error)}` };
  }
  if (bytes === undefined) return { kind: 'missing-log', object, reason: 'is not there; its digest names it' };
  const content = contentOf(bytes);
  if ('problem' in content) {
    const kind = content.kind === 'altered' ? 'altered-log' : content.kind;
    return { kind, object, reason: `${content.problem}; expected ${expected(log)}` };
  }
  const hash = sha256(content.content);
  if (hash === log.hashValue) return undefined;
  const other = byHash.get(hash);
  if (other !== undefined)
    return { kind: 'reordered', object, reason: `holds what ${bareName(other.s3Object)} held when it was delivered` };
  return { kind: 'altered-log', object, reason: `its content has SHA-256 ${hash}; expected ${expected(log)}` };
}

function expected({ hashValue }: ListedLog): string {
  return `content with SHA-256 ${hashValue}, as its digest says`;
}
