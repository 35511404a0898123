import { nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, fields, filled, list } from '../../cloudtrail/field.ts';
import type { RawRecord } from '../../cloudtrail/read.ts';
import { ACCOUNT, type Difference, record } from '../example.ts';

/** For examples. */
export const IDENTITY_POOL = 'eu-central-1:2dd778b3-50b7-565c-0f56-34200example';

/** The identity pool of a data event: only its resources name it. */
export function poolOfIdentity(event: TrailEvent): string | undefined {
  const arn = list(event.raw.resources)
    .map((one) => filled(one, 'ARN') ?? '')
    .find((one) => one.includes(':identitypool/'));
  return arn === undefined ? undefined : nameOf(arn);
}

/**
 * Whether a guest asked. CloudTrail calls whoever asks Cognito for credentials `Unknown`, signed in or not: what tells them
 * apart is the token of an identity provider (its value is hidden, its provider is not).
 */
export function isGuest(event: TrailEvent): boolean {
  const logins = at(event.params, 'logins');
  return typeof logins !== 'string' && Object.keys(fields(logins)).length === 0;
}

/** An example: a guest, or a `user…` who signed in, asks a pool for credentials. A data event. */
export function askedBy(
  who: string,
  difference: Difference = {},
  pool = 'shop',
  name = 'GetCredentialsForIdentity',
): RawRecord {
  const logins = who.startsWith('user')
    ? { 'cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI': 'HIDDEN_DUE_TO_SECURITY_REASONS' }
    : {};
  const ARN = `arn:aws:cognito-identity:eu-central-1:${ACCOUNT}:identitypool/eu-central-1:${pool}`;
  return record('cognito-identity', name, {
    by: { type: 'Unknown' },
    params: { identityId: `eu-central-1:${who}`, logins },
    also: {
      readOnly: false,
      managementEvent: false,
      eventCategory: 'Data',
      resources: [{ accountId: ACCOUNT, type: 'AWS::Cognito::IdentityPool', ARN }],
    },
    ...difference,
  });
}
