import type { S3Found } from '../../shared/adapters/aws/s3-list.ts';
import { type Found, findLogFiles, LogFileSource } from '../../shared/adapters/local/log-files.ts';
import type { ObjectSource, Scope } from '../../shared/pipeline/ports.ts';
import { inReplayOrder, type ReplayObject } from '../../shared/pipeline/replay-order.ts';
import { fetchingLine, historyNotice } from './history-progress.ts';

const S3 = 's3://';
const HISTORY = 'event-history://';

/** What the inputs hold, wherever they are, and how to read it. */
export interface Inputs {
  readonly found: Found & { readonly skips: S3Found['skips'] };
  readonly source: ObjectSource;
}

interface About {
  /** The run folder. */
  readonly out: string;
  /** Where standard input is. */
  readonly places: ReadonlyMap<string, string>;
  readonly scope: Scope;
  /** Folder that keeps event history. */
  readonly cache: string;
}

/** Whether a local cloud stands in for S3: its buckets are no host names. */
export function usesPathStyle(): boolean {
  return (process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL']) !== undefined;
}

/**
 * Finds the log objects of files, folders, `s3://` and `event-history://` inputs. Local replays load nothing of AWS's. Throws `usage`
 * for an input that isn't there, `config` without credentials.
 */
export async function findInputs(inputs: readonly string[], { out, places, scope, cache }: About): Promise<Inputs> {
  const local = inputs.filter((input) => !input.startsWith(S3) && !input.startsWith(HISTORY));
  const files = findLogFiles(local, out, places);
  const buckets = await listed(
    inputs.filter((input) => input.startsWith(S3)),
    scope,
  );
  const history = await fetched(
    inputs.filter((input) => input.startsWith(HISTORY)),
    scope,
    cache,
  );
  const source = new LogFileSource(new Map([...places, ...history.places]));
  return {
    found: {
      objects: [...files.objects, ...buckets.objects, ...history.objects],
      bytes: files.bytes + buckets.bytes,
      problems: [...files.problems, ...history.problems],
      skips: buckets.skips,
    },
    source: buckets.source === undefined ? source : await routed(buckets.source, source),
  };
}

async function routed(s3: ObjectSource, otherwise: ObjectSource): Promise<ObjectSource> {
  const { RoutedSource } = await import('../../shared/adapters/aws/routed-source.ts');
  return new RoutedSource(new Map([[S3, s3]]), otherwise);
}

async function listed(urls: readonly string[], scope: Scope): Promise<S3Found & { readonly source?: ObjectSource }> {
  if (urls.length === 0) return { objects: [], bytes: 0, skips: [] };
  const [{ listS3 }, { S3Source }, { ReadAhead }, { s3Client }] = await Promise.all([
    import('../../shared/adapters/aws/s3-list.ts'),
    import('../../shared/adapters/aws/s3-source.ts'),
    import('../../shared/adapters/aws/read-ahead.ts'),
    import('../../shared/adapters/aws/clients/s3.ts'),
  ]);
  const client = s3Client({ pathStyle: usesPathStyle() });
  const lists: S3Found[] = [];
  for (const url of urls) lists.push(await listS3(client, url, scope));
  // Inputs may overlap; an object is read once.
  const all = new Map(lists.flatMap(({ objects }) => objects).map((object) => [object.key, object]));
  const objects = inReplayOrder([...all.values()]).flatMap(({ key }) => all.get(key) ?? []);
  return {
    objects,
    bytes: objects.reduce((sum, { size }) => sum + size, 0),
    skips: [...new Map(lists.flatMap(({ skips }) => skips).map((skip) => [skip.object, skip])).values()],
    source: new ReadAhead(new S3Source(client), objects),
  };
}

interface History {
  readonly objects: readonly ReplayObject[];
  readonly places: ReadonlyMap<string, string>;
  readonly problems: Found['problems'];
}

async function fetched(urls: readonly string[], scope: Scope, cache: string): Promise<History> {
  if (urls.length === 0) return { objects: [], places: new Map(), problems: [] };
  const [{ fetchHistory }, { regionsIn }, { callerAccount }, { cloudTrailClient }, { stsClient }] = await Promise.all([
    import('../../shared/adapters/aws/event-history.ts'),
    import('../../shared/adapters/aws/event-history-slices.ts'),
    import('../../shared/adapters/aws/caller.ts'),
    import('../../shared/adapters/aws/clients/cloudtrail.ts'),
    import('../../shared/adapters/aws/clients/sts.ts'),
  ]);
  const regions = [...new Set(urls.flatMap(regionsIn))];
  const account = await callerAccount(stsClient({ region: regions[0] }));
  process.stderr.write(`${historyNotice(regions, account, scope.since, cache, Date.now())}\n`);
  const line = fetchingLine(process.stderr);
  const found = await fetchHistory(`${HISTORY}${regions.join(',')}`, {
    // `HistoryPages` has the pace; retries of the SDK's own would break it.
    clientFor: (region) => cloudTrailClient({ region, maxAttempts: 1 }),
    account,
    cache,
    since: scope.since,
    until: scope.until,
    clock: Date.now,
    sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
    random: Math.random,
    onPage: line.show,
  });
  line.end(found);
  return found;
}
