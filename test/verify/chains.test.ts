import { describe, expect, it } from 'vitest';
import { verifyDigests, verifyRecent } from '../../shared/cloudtrail/digest-verify.ts';
import {
  addChain,
  bucketOf,
  type ChainOptions,
  copyOf,
  edit,
  HOUR,
  iso,
  newSigner,
  type Objects,
  START,
} from './chain.ts';

const CLOUDTRAIL = newSigner();
const OTHER = newSigner();
const NOW = START + 7 * HOUR;

function world(...options: Partial<ChainOptions>[]) {
  const objects: Objects = new Map();
  const chains = (options.length === 0 ? [{}] : options).map((option) =>
    addChain(objects, { signer: CLOUDTRAIL, ...option }),
  );
  return { objects, chains, digests: chains[0]?.digests ?? [], logs: chains[0]?.logs ?? [] };
}

describe('a public key that does not belong to the digests', () => {
  it('which is not among those given: one problem, and no tampering', async () => {
    const { objects, digests } = world();
    const [report] = await verifyDigests(bucketOf(objects, [OTHER.key], false), { now: NOW });
    expect(report?.problems).toEqual([
      {
        kind: 'unknown-key',
        object: digests[5],
        reason: `is signed with key ${CLOUDTRAIL.key.fingerprint} (as 5 more digests of this chain are), which is not among the keys given: expected the one that aws cloudtrail list-public-keys gives for us-east-1 at ${iso(START + 6 * HOUR)}`,
      },
    ]);
    expect(report).toMatchObject({ proven: 0, logs: 12 });
  });

  it('under the right fingerprint', async () => {
    const { objects, digests } = world();
    const wrong = { ...OTHER.key, fingerprint: CLOUDTRAIL.key.fingerprint };
    for (const complete of [true, false]) {
      const [report] = await verifyDigests(bucketOf(objects, [wrong], complete), { now: NOW });
      expect(report?.problems.map(({ kind, object }) => `${kind} ${object}`)).toEqual([`wrong-key ${digests[5]}`]);
    }
  });

  it('or an earlier key that is lacking: a proven digest vouches for those before it', async () => {
    const { objects, digests } = world({ signer: (hour) => (hour < 3 ? OTHER : CLOUDTRAIL) });
    const [report] = await verifyDigests(bucketOf(objects, [CLOUDTRAIL.key]), { now: NOW });
    expect(report?.problems.map(({ kind, object }) => `${kind} ${object}`)).toEqual([`unknown-key ${digests[2]}`]);
    expect(report).toMatchObject({ proven: 6, logs: 12 });
  });

  it('hides no tampering beside it', async () => {
    const { objects, digests, logs } = world();
    objects.delete(logs[1]?.[0] ?? '');
    objects.delete(digests[3] ?? '');
    edit(objects, digests[0] ?? '', (digest) => ({ ...digest, logFiles: [] }));
    const [report] = await verifyDigests(bucketOf(objects, [OTHER.key], false), { now: NOW });
    expect(report?.problems.map(({ kind, object }) => `${kind} ${object}`).sort()).toEqual(
      [
        `altered-digest ${digests[0]}`,
        `missing-digest ${digests[3]}`,
        `missing-log ${logs[1]?.[0]}`,
        `unknown-key ${digests[5]}`,
      ].sort(),
    );
  });

  it('but CloudTrail’s own list of a region leaves no doubt: signed anew', async () => {
    const { objects, digests } = world();
    const [report] = await verifyDigests(bucketOf(objects, [OTHER.key], true), { now: NOW });
    expect(report?.problems.map(({ kind, object }) => `${kind} ${object}`)).toEqual(
      [...digests].reverse().map((key) => `re-signed ${key}`),
    );
  });

  it('reads keys in the wrapped form that CloudTrail also gives', async () => {
    const { createPublicKey } = await import('node:crypto');
    const key = createPublicKey({ key: Buffer.from(CLOUDTRAIL.key.der), format: 'der', type: 'pkcs1' });
    const der = new Uint8Array(key.export({ format: 'der', type: 'spki' }));
    const { objects, digests } = world();
    edit(objects, digests[5] ?? '', (digest) => ({ ...digest, logFiles: [] }));
    const [report] = await verifyDigests(bucketOf(objects, [{ ...CLOUDTRAIL.key, der }]), { now: NOW });
    expect(report?.problems.map(({ kind }) => kind)).toEqual(['bad-signature']);
    expect(report?.proven).toBe(5);
  });
});

describe('several chains', () => {
  it('are kept apart by account, region, trail, folder and backfill', async () => {
    const worlds: Partial<ChainOptions>[] = [
      {},
      { trail: 'second_trail' },
      { region: 'eu-central-1' },
      { account: '222222222222', organization: 'o-abcdefghij/' },
      { prefix: 'deep/er/' },
      { backfill: true, hours: 2 },
    ];
    const { objects, chains } = world(...worlds);
    objects.delete(chains[1]?.digests[2] ?? '');
    const reports = await verifyDigests(bucketOf(objects, [CLOUDTRAIL.key]), { now: NOW, unlisted: true });
    expect(reports).toHaveLength(6);
    expect(reports.flatMap(({ problems }) => problems.map(({ kind, object }) => `${kind} ${object}`))).toEqual([
      `missing-digest ${chains[1]?.digests[2]}`,
    ]);
    expect(reports.map(({ trail }) => trail)).toContain('second_trail');
    expect(reports.filter(({ backfill }) => backfill)).toMatchObject([{ proven: 2 }]);
  });

  it('of one trail: a new start after a stop is a note, with the time that nothing vouches for', async () => {
    const { objects, chains } = world({ hours: 2 }, { hours: 2, start: START + 4.5 * HOUR });
    const [report, ...more] = await verifyDigests(bucketOf(objects, [CLOUDTRAIL.key]), { now: NOW });
    expect(more).toEqual([]);
    expect(report).toMatchObject({ problems: [], digests: 4, proven: 4, starts: 2 });
    expect(report?.notes).toEqual([
      {
        kind: 'restart',
        object: chains[1]?.digests[0],
        reason: `begins a new chain: logging or validation was off from ${iso(START + 2 * HOUR)} to ${iso(START + 4.5 * HOUR)}, and nothing vouches for log files of this time`,
      },
    ]);
  });

  it('and hours without log files have digests too', async () => {
    const { objects } = world({ logsAnHour: 0 });
    const [report] = await verifyDigests(bucketOf(objects, [CLOUDTRAIL.key]), { now: NOW });
    expect(report).toMatchObject({ problems: [], proven: 6, logs: 0 });
  });
});

describe('a part of the time', () => {
  it('needs no digest from before it, nor log files from after it', async () => {
    const { objects, digests, logs } = world();
    for (const gone of [digests[0], digests[1], logs[5]?.[0]]) objects.delete(gone ?? '');
    const options = { since: START + 2 * HOUR, until: START + 3 * HOUR };
    const [report] = await verifyDigests(bucketOf(objects, [CLOUDTRAIL.key]), options);
    expect(report).toMatchObject({ problems: [], digests: 1, proven: 1, logs: 2 });
  });

  it('must be reached by the chain', async () => {
    const { objects, digests } = world();
    const readers = bucketOf(objects, [CLOUDTRAIL.key]);
    const until = START + 6 * HOUR;
    expect((await verifyDigests(readers, { until }))[0]?.problems).toEqual([]);
    const [late] = await verifyDigests(readers, { until: until + 5 * HOUR });
    expect(late?.problems).toMatchObject([{ kind: 'ends-early', object: digests[5] }]);
    expect(late?.problems[0]?.reason).toContain('at least 4 after it are not there');
  });

  it('the last hours, for a watch: what it costs does not grow with history', async () => {
    const { objects, digests, logs } = world({ hours: 30 });
    const read: string[] = [];
    const readers = bucketOf(objects, [CLOUDTRAIL.key]);
    const counted = {
      ...readers,
      readDigest: (key: string) => {
        read.push(key);
        return readers.readDigest(key);
      },
    };
    const now = START + 30.5 * HOUR;
    expect((await verifyRecent(counted, now))[0]).toMatchObject({ problems: [], proven: 6, logs: 12 });
    expect(read).toHaveLength(6);
    objects.delete(logs[29]?.[0] ?? '');
    expect((await verifyRecent(counted, now))[0]?.problems).toMatchObject([{ kind: 'missing-log' }]);
    const [stopped] = await verifyRecent(readers, now + 12 * HOUR);
    expect(stopped).toMatchObject({ digests: 0, problems: [{ kind: 'ends-early', object: digests[29] }] });
  });
});

describe('a copy without metadata', () => {
  it('is proven by what the next digest records, all but the newest', async () => {
    const { objects, digests } = world();
    const [report] = await verifyDigests(copyOf(objects, [CLOUDTRAIL.key]), {});
    expect(report).toMatchObject({ problems: [], proven: 5, logs: 12 });
    expect(report?.notes).toMatchObject([{ kind: 'unsigned', object: digests[5] }]);
  });

  it('is proven whole with the newest signature', async () => {
    const { objects, digests } = world();
    const [report] = await verifyDigests(copyOf(objects, [CLOUDTRAIL.key], [digests[5] ?? '']), {});
    expect(report).toMatchObject({ problems: [], notes: [], proven: 6 });
  });

  it('names an altered digest in its middle, and judges those before it still', async () => {
    const { objects, digests } = world();
    edit(objects, digests[3] ?? '', (digest) => ({ ...digest, logFiles: [] }));
    const [report] = await verifyDigests(copyOf(objects, [CLOUDTRAIL.key]), {});
    expect(report?.problems).toMatchObject([{ kind: 'altered-digest', object: digests[3] }]);
    expect(report?.proven).toBe(4);
  });
});
