import { LOG_BUCKET, LOG_KEY } from '../../settings/log-store.ts';
import { record } from '../example.ts';
import { rank } from '../severity.ts';
import type { Given } from '../state-use.ts';

/** What people call buckets that hold audit logs; a guess, which only the configuration or CloudTrail itself makes sure. */
const LOOKS_LIKE_LOGS = /cloud-?trail|audit|access-?logs?|(?:^|[-.])logs?(?:$|[-.])/i;

export function looksLikeLogs(bucket: string): boolean {
  return LOOKS_LIKE_LOGS.test(bucket);
}

/** Whether CloudTrail writes to it: then critical (what is `low` becomes medium), otherwise quiet unless it is medium already. */
export function givenLogBucket(of: Given['of']): Given {
  return {
    setting: LOG_BUCKET,
    of,
    anywhere: true,
    judge: (whose, soFar) => ({
      severity: soFar === 'low' ? 'medium' : 'critical',
      reason: `CloudTrail writes ${whose} to this bucket`,
    }),
    unknown: (soFar) => (rank(soFar) < rank('medium') ? 'quiet' : undefined),
  };
}

export function givenLogKey(of: Given['of']): Given {
  return {
    setting: LOG_KEY,
    of,
    anywhere: true,
    judge: (whose) => ({ severity: 'critical', reason: `CloudTrail encrypts ${whose} with this key` }),
    unknown: 'quiet',
  };
}

/** For examples: CloudTrail asks for the bucket's ACL before it delivers. */
export function delivers(bucketName: string, minute = -60) {
  return record('s3', 'GetBucketAcl', {
    minute,
    by: { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com' },
    ip: 'cloudtrail.amazonaws.com',
    agent: 'cloudtrail.amazonaws.com',
    params: { bucketName, Host: `${bucketName}.s3.eu-central-1.amazonaws.com`, acl: '' },
  });
}
