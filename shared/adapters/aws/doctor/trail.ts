import { type CloudTrailClient, DescribeTrailsCommand, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import { DAY, HOUR, isoTime } from '../../../cloudtrail/time.ts';
import { type Answer, ask, unanswered } from './ask.ts';
import { type Line, ok, problem, warn } from './line.ts';

const QUIET = 2 * HOUR;
const SILENT = DAY;

/** A trail as AWS describes it. */
export interface TrailFacts {
  readonly name: string;
  readonly arn: string;
  readonly homeRegion: string;
  readonly bucket: string;
  /** In the bucket, without slashes at the ends. */
  readonly prefix: string;
  readonly isOrganization: boolean;
  readonly isMultiRegion: boolean;
  readonly hasGlobalEvents: boolean;
  readonly isValidated: boolean;
  readonly kmsKey?: string | undefined;
  readonly status: Answer<TrailStatus>;
}

export interface TrailStatus {
  readonly isLogging: boolean;
  /** ms */
  readonly latestDelivery?: number | undefined;
  /** S3's error of the latest delivery. */
  readonly latestError?: string | undefined;
}

/** The trails that log here, or the one that is `named` (name or ARN). */
export async function askTrails(client: CloudTrailClient, named?: string): Promise<Answer<readonly TrailFacts[]>> {
  const trails = await ask('cloudtrail:DescribeTrails', async () => {
    const names = named === undefined ? {} : { trailNameList: [named] };
    return (await client.send(new DescribeTrailsCommand(names))).trailList ?? [];
  });
  if (trails.is !== 'known') return trails;
  const facts = trails.value.map(async (trail) => ({
    name: trail.Name ?? '',
    arn: trail.TrailARN ?? '',
    homeRegion: trail.HomeRegion ?? '',
    bucket: trail.S3BucketName ?? '',
    prefix: trail.S3KeyPrefix ?? '',
    isOrganization: trail.IsOrganizationTrail ?? false,
    isMultiRegion: trail.IsMultiRegionTrail ?? false,
    hasGlobalEvents: trail.IncludeGlobalServiceEvents ?? false,
    isValidated: trail.LogFileValidationEnabled ?? false,
    kmsKey: trail.KmsKeyId,
    status: await askStatus(client, trail.TrailARN ?? trail.Name ?? ''),
  }));
  return { is: 'known', value: await Promise.all(facts) };
}

function askStatus(client: CloudTrailClient, name: string): Promise<Answer<TrailStatus>> {
  return ask('cloudtrail:GetTrailStatus', async () => {
    const status = await client.send(new GetTrailStatusCommand({ Name: name }));
    return {
      isLogging: status.IsLogging ?? false,
      latestDelivery: status.LatestDeliveryTime?.getTime(),
      latestError: status.LatestDeliveryError || undefined,
    };
  });
}

/** `now`: ms */
export function judgeTrails(trails: Answer<readonly TrailFacts[]>, now: number): Line[] {
  const none = {
    text: 'no trail logs in this region',
    advice:
      'create a multi-region trail (aws cloudtrail create-trail), or deploy with a new one; until then event-history:// can be replayed',
  };
  if (trails.is !== 'known') return [unanswered('trail', trails, none)];
  if (trails.value.length === 0) return [{ check: 'trail', verdict: 'problem', ...none }];
  return trails.value.flatMap((trail) => judgeTrail(trail, now));
}

function judgeTrail(trail: TrailFacts, now: number): Line[] {
  const check = `trail ${trail.name}`;
  const update = `aws cloudtrail update-trail --name ${trail.arn}`;
  const lines = [...judgeStatus(check, trail, now)];
  if (!trail.isMultiRegion)
    lines.push(
      problem(
        check,
        `logs ${trail.homeRegion} only: what is done in another region is not seen`,
        `${update} --is-multi-region-trail`,
      ),
    );
  if (!trail.hasGlobalEvents)
    lines.push(
      problem(
        check,
        'leaves out global services: IAM, STS and CloudFront are not seen',
        `${update} --include-global-service-events`,
      ),
    );
  if (!trail.isValidated)
    lines.push(
      warn(
        check,
        'log file validation is off: gatetrail verify can prove nothing',
        `${update} --enable-log-file-validation`,
      ),
    );
  const all = trail.isMultiRegion && trail.hasGlobalEvents && trail.isValidated;
  return all ? [...lines, ok(check, 'all regions, global services, log file validation')] : lines;
}

function judgeStatus(check: string, { arn, status }: TrailFacts, now: number): Line[] {
  if (status.is !== 'known')
    return [unanswered(check, status, { text: 'is gone', advice: 'create it anew (aws cloudtrail create-trail)' })];
  const { isLogging, latestDelivery, latestError } = status.value;
  if (!isLogging)
    return [
      problem(
        check,
        'is stopped: nothing is logged',
        `find out who stopped it, then aws cloudtrail start-logging --name ${arn}`,
      ),
    ];
  if (latestError !== undefined)
    return [
      problem(
        check,
        `can't deliver: S3 says ${latestError}`,
        "look at the bucket's policy and its KMS key: cloudtrail.amazonaws.com needs s3:PutObject and kms:GenerateDataKey*",
      ),
    ];
  if (latestDelivery === undefined)
    return [warn(check, 'is logging, but has delivered nothing yet', 'wait for 15 minutes, then look again')];
  const since = `is logging; latest delivery ${isoTime(latestDelivery)}`;
  if (now - latestDelivery <= QUIET) return [ok(check, since)];
  const advice =
    'an account without any activity delivers nothing; otherwise look at what the trail selects and at the bucket';
  return [now - latestDelivery > SILENT ? problem(check, since, advice) : warn(check, since, advice)];
}
