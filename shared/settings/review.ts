import type { TrailEvent } from '../cloudtrail/event.ts';
import { isoTime } from '../cloudtrail/time.ts';
import type { Setting } from './setting.ts';

/** When an account's access was last reviewed, as a UTC time; kept by account alone, because IAM logs in one region. */
export const REVIEWED = 'iam.review.time';

/** Reports that nobody asks for but to review who may do what. */
const REVIEWS = /^(GenerateCredentialReport|GenerateServiceLastAccessedDetails|GenerateOrganizationsAccessReport)$/;

export function reviewSettings({ name, time, outcome, account }: TrailEvent): Setting[] {
  if (outcome !== 'success' || !REVIEWS.test(name)) return [];
  return [{ name: REVIEWED, of: account, value: isoTime(time), anywhere: true }];
}
