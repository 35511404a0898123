import { at, iso } from './calendar.ts';
import type { SampleFile } from './delivery.ts';
import { DEPLOY_ROLE, HOME_REGION, LOG_BUCKET, ORGANISATION, PROD, SPARE_REGION } from './organisation.ts';
import type { Fields } from './record.ts';
import type { Chance } from './seed.ts';

/** Things that lie in the same bucket and are no events of the API log. */
const prefix = `AWSLogs/${ORGANISATION}/${PROD}`;

/** The first digest of a chain, of an hour without log files: it has no forerunner and lists nothing. */
function digest(): SampleFile {
  const name = `${PROD}_CloudTrail-Digest_${SPARE_REGION}_org-trail_${HOME_REGION}_20260907T010000Z.json.gz`;
  const key = `${prefix}/CloudTrail-Digest/${SPARE_REGION}/2026/09/07/${name}`;
  const body: Fields = {
    awsAccountId: PROD,
    digestStartTime: '2026-09-07T00:00:00Z',
    digestEndTime: '2026-09-07T01:00:00Z',
    digestS3Bucket: LOG_BUCKET,
    digestS3Object: key,
    digestPublicKeyFingerprint: '31e8b5433410dfb61a9dc45cc65b22ff',
    digestSignatureAlgorithm: 'SHA256withRSA',
    newestEventTime: null,
    oldestEventTime: null,
    previousDigestS3Bucket: null,
    previousDigestS3Object: null,
    previousDigestHashValue: null,
    previousDigestHashAlgorithm: null,
    previousDigestSignature: null,
    logFiles: [],
  };
  return { key, records: [], digest: body };
}

/** CloudTrail Insights noticed a release day with more new code than usual: two records, start and end. */
function insight(chance: Chance): SampleFile {
  const start = at(4, '12:05');
  const sharedEventID = chance.uuid();
  const statistics = {
    baseline: { average: 0.0009 },
    insight: { average: 0.4 },
    insightDuration: 5,
    baselineDuration: 10_080,
  };
  const value = `arn:aws:sts::${PROD}:assumed-role/${DEPLOY_ROLE}/GitHubActions`;
  const attributions = [
    { attribute: 'userIdentityArn', insight: [{ value, average: 0.4 }], baseline: [{ value, average: 0.0009 }] },
  ];
  const record = (state: string, time: number): Fields => ({
    eventVersion: '1.09',
    eventTime: iso(time),
    awsRegion: HOME_REGION,
    eventID: chance.uuid(),
    eventType: 'AwsCloudTrailInsight',
    recipientAccountId: PROD,
    sharedEventID,
    insightDetails: {
      state,
      eventSource: 'lambda.amazonaws.com',
      eventName: 'UpdateFunctionCode20150331v2',
      insightType: 'ApiCallRateInsight',
      insightContext: { statistics, attributions },
    },
    eventCategory: 'Insight',
  });
  const name = `${PROD}_CloudTrail-Insight_${HOME_REGION}_20260910T1230Z_`;
  const suffix = chance.letters('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', 16);
  return {
    key: `${prefix}/CloudTrail-Insight/${HOME_REGION}/2026/09/10/${name}${suffix}.json.gz`,
    records: [record('Start', start), record('End', start + 300_000)],
  };
}

export const outsideFiles = (chance: Chance): readonly SampleFile[] => [digest(), insight(chance)];
