import { Buffer } from 'node:buffer';
import { counted, headFirst, unzipped } from './chunks.ts';
import { gunzipWhole, isGzip } from './gunzip.ts';
import { Intake } from './intake.ts';
import { DEFAULT_LIMITS, type ObjectReading, type ReadLimits, type RecordSink } from './reading.ts';
import type { Scanner } from './scan.ts';
import { readSeries } from './series.ts';
import { readSliced } from './slices.ts';
import { bomLength, decode, invalidUtf8At, isUtf16 } from './text.ts';
import { openScan, takeDocument } from './unwrap.ts';

export type { ObjectReading, RawRecord, ReadLimits, RecordSink } from './reading.ts';

/**
 * Reads one object, gzipped or not, in whatever format records are delivered or exported, told apart by content alone.
 * Whole bytes of usual size are read at once and synchronously. Chunks, and what expands to more than
 * `limits.streamAbove`, are read piece by piece and give a promise. Broken content never throws: what can be read goes
 * to the sink and the reading says what could not. Errors of the chunks' source and of the sink do pass through.
 */
export function readObject(
  content: Uint8Array | AsyncIterable<Uint8Array>,
  sink: RecordSink,
  limits: Partial<ReadLimits> = {},
): ObjectReading | Promise<ObjectReading> {
  const intake = new Intake(sink, { ...DEFAULT_LIMITS, ...limits });
  if (!(content instanceof Uint8Array)) return readChunks(content, intake);
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const text = unzip(bytes, intake);
  if (text === undefined) return readChunks([bytes], new Intake(sink, intake.limits));
  intake.bytesIn = bytes.length;
  intake.bytesOut = text.length;
  const odd = intake.hasProblems || text.length > intake.limits.streamAbove;
  if (odd || !readWhole(text, intake)) readScanned(text, intake);
  return intake.finish();
}

/** The text in up to two layers of gzip, or as much as is left of it; undefined when it is too large to hold. */
function unzip(bytes: Buffer, intake: Intake): Buffer | undefined {
  const { streamAbove, maxBytes, maxRatio } = intake.limits;
  let text = bytes;
  for (let layer = 0; layer < 2 && isGzip(text); layer++) {
    const whole = gunzipWhole(text, Math.min(streamAbove, maxBytes), maxRatio);
    if (whole === undefined) return undefined;
    if (whole.problem !== undefined) intake.problem(whole.problem);
    text = whole.bytes;
  }
  return text;
}

/** The usual case. False when it is anything else; then nothing has been taken from it. */
function readWhole(text: Buffer, intake: Intake): boolean {
  if (readSliced(text, intake) || readSeries(text, intake)) return true;
  let value: unknown;
  try {
    value = JSON.parse(decode(text.subarray(bomLength(text))));
  } catch {
    return false;
  }
  intake.invalidUtf8(invalidUtf8At(text), 0);
  intake.values = 1;
  takeDocument(intake, value, 0, 'single');
  return true;
}

function readScanned(text: Buffer, intake: Intake): void {
  const scanner = begin(text, intake);
  intake.begins(text.subarray(bomLength(text)));
  scanner?.push(text.subarray(bomLength(text)));
  scanner?.finish();
}

async function readChunks(
  source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  intake: Intake,
): Promise<ObjectReading> {
  let scanner: Scanner | undefined;
  for await (const chunk of headFirst(unzipped(unzipped(counted(source, intake), intake), intake))) {
    const bom = intake.bytesOut === 0 ? bomLength(chunk) : 0;
    intake.bytesOut += chunk.length;
    scanner ??= begin(chunk, intake);
    if (scanner === undefined) break;
    const piece = chunk.subarray(bom);
    intake.begins(piece);
    scanner.push(piece);
  }
  scanner?.finish();
  return intake.finish();
}

function begin(head: Buffer, intake: Intake): Scanner | undefined {
  if (!isUtf16(head)) return openScan(intake, 0, 'single', bomLength(head));
  intake.problem('UTF-16 text: only UTF-8 is read');
  return undefined;
}
