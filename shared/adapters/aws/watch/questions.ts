import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { ChainReport } from '../../../cloudtrail/digest-report.ts';
import { verifyDigests } from '../../../cloudtrail/digest-verify.ts';
import { messageOf } from '../../../errors.ts';
import type { Questions } from '../../../watch/questions.ts';
import { listPublicKeys } from '../public-keys.ts';
import { s3Digests } from '../s3-digests.ts';
import { askDeadQueue } from './dead-letters.ts';
import { askTopicListeners } from './topic.ts';
import { askTrail } from './trail.ts';
import { askWayIn } from './way-in.ts';

/** Clients; those of a region are asked for where a resource names one. */
export interface WatchClients {
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  sns(region?: string): SNSClient;
  cloudTrail(region?: string): CloudTrailClient;
}

/** The parts of a deployment; undefined: it has none. */
export interface Parts {
  readonly alertsTopic: string;
  readonly operationsTopic: string | undefined;
  readonly ingestQueue: string;
  readonly deadQueues: readonly string[];
  readonly trail: string | undefined;
  readonly logBucket: string | undefined;
  readonly logPrefix: string | undefined;
  readonly notifyingBucket: string | undefined;
  readonly subscription: string | undefined;
  /** ms */
  readonly now: number;
}

/** What the watch asks of AWS. */
export function awsQuestions(clients: WatchClients, parts: Parts): Questions {
  const { alertsTopic, operationsTopic, ingestQueue, deadQueues, trail, logBucket } = parts;
  const topics = [
    ['alerts', alertsTopic] as const,
    ...(operationsTopic === undefined ? [] : [['operations', operationsTopic] as const]),
  ];
  return {
    deadLetters: () => Promise.all(deadQueues.map((url) => askDeadQueue(clients.sqs, url))),
    topics: () => Promise.all(topics.map(([role, arn]) => askTopicListeners(clients.sns(), role, arn))),
    wayIn: () => {
      const places = { queueUrl: ingestQueue, bucket: parts.notifyingBucket, subscription: parts.subscription };
      return askWayIn({ ...clients, sns: clients.sns(regionOf(parts.subscription)) }, places);
    },
    trail:
      trail === undefined
        ? undefined
        : { arn: trail, state: () => askTrail(clients.cloudTrail(regionOf(trail)), trail) },
    chains: logBucket === undefined ? undefined : chainsIn(clients, logBucket, parts),
  };
}

function chainsIn({ s3, cloudTrail }: WatchClients, bucket: string, { logPrefix, now }: Parts): Questions['chains'] {
  return {
    bucket,
    async verify(since) {
      const keyless = new Map<string, string>();
      const readers = s3Digests({
        client: s3,
        place: { bucket, key: folderOf(logPrefix ?? '') },
        publicKeys: (region, range) =>
          listPublicKeys(cloudTrail(region), region, range).catch((error: unknown) => {
            keyless.set(region, messageOf(error));
            return { complete: false, keys: [] };
          }),
      });
      const reports = await verifyDigests(readers, { since, now });
      return {
        reports: reports.map((report) => (keyless.has(report.region) ? withoutUnknownKeys(report) : report)),
        keyless: [...keyless].map(([region, said]) => ({ region, said })),
      };
    },
  };
}

/** Of a region without keys that is told once, and not of each digest. */
function withoutUnknownKeys(report: ChainReport): ChainReport {
  return { ...report, problems: report.problems.filter(({ kind }) => kind !== 'unknown-key') };
}

/** What keys begin with may end within a name. */
function folderOf(prefix: string): string {
  return prefix.slice(0, prefix.lastIndexOf('/') + 1);
}

/** `arn:aws:sns:eu-west-1:…` */
function regionOf(arn: string | undefined): string | undefined {
  return arn?.split(':')[3] || undefined;
}
