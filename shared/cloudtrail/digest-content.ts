import { gunzipSync } from 'node:zlib';
import { isGzip } from './gunzip.ts';
import { count } from './text.ts';

/** CloudTrail's own files stay far below; more is no file of CloudTrail's. */
const MOST_BYTES = 256 * 2 ** 20;

/** The uncompressed content of a file, or why there is none. */
export type Content =
  | { readonly content: Uint8Array }
  | { readonly kind: 'truncated' | 'altered'; readonly problem: string };

/**
 * Expands a file as it lies in the bucket. Hashes are of what comes out, so a file that was expanded on the way is as good.
 * Bytes behind the end of the gzip are in no hash, and some readers read on: they are a problem of their own.
 */
export function contentOf(bytes: Uint8Array): Content {
  if (bytes.length === 0) return { kind: 'truncated', problem: 'is empty' };
  if (!isGzip(bytes)) return { content: bytes };
  try {
    const { buffer, engine } = expand(bytes);
    const behind = bytes.length - engine.bytesWritten;
    if (behind === 0) return { content: buffer };
    return { kind: 'altered', problem: `has ${count(behind)} bytes behind the end of its gzip` };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'Z_BUF_ERROR') return { kind: 'truncated', problem: `ends early, after ${count(bytes.length)} bytes` };
    if (code === 'ERR_BUFFER_TOO_LARGE')
      return { kind: 'altered', problem: `expands to more than ${count(MOST_BYTES)} bytes` };
    return { kind: 'altered', problem: `is no gzip that can be expanded (${String(code)})` };
  }
}

function expand(bytes: Uint8Array): {
  readonly buffer: Uint8Array;
  readonly engine: { readonly bytesWritten: number };
} {
  // With `info`, Node gives the engine too, which knows how many bytes it took; its types do not say so.
  return gunzipSync(bytes, { info: true, maxOutputLength: MOST_BYTES }) as unknown as ReturnType<typeof expand>;
}
