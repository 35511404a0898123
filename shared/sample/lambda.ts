import { functionArn } from './organisation.ts';
import type { Call, Fields } from './record.ts';

/** A new package for a function: Lambda puts the date of its API into the event name. */
export function updateFunctionCode(account: string, fn: string, version: string, revision: string): Call {
  const arn = functionArn(account, fn);
  return {
    service: 'lambda',
    name: 'UpdateFunctionCode20150331v2',
    dated: 'lastModified',
    request: { functionName: arn, publish: true, dryRun: false, s3Bucket: `example-artifacts-${account}`, s3Key: fn },
    response: {
      functionName: fn,
      functionArn: `${arn}:${version}`,
      runtime: 'nodejs22.x',
      role: `arn:aws:iam::${account}:role/${fn}`,
      handler: 'index.handler',
      timeout: 10,
      memorySize: 512,
      version,
      environment: {},
      tracingConfig: { mode: 'PassThrough' },
      revisionId: revision,
      state: 'Active',
      packageType: 'Zip',
      architectures: ['arm64'],
    },
  };
}

const CONFIGURATION = { runtime: 'nodejs22.x', handler: 'index.handler', packageType: 'Zip', state: 'Active' };

/** Settings of a function; parts not sent stay as they are. */
export function updateFunctionConfiguration(account: string, fn: string, settings: Fields): Call {
  return {
    service: 'lambda',
    name: 'UpdateFunctionConfiguration20150331v2',
    request: { functionName: fn, ...settings },
    response: { functionName: fn, functionArn: functionArn(account, fn), ...CONFIGURATION, ...settings },
  };
}
