import type { TrailEvent } from '../../cloudtrail/event.ts';
import { shipped } from '../caller.ts';
import type { Match } from '../define.ts';
import type { Severity } from '../severity.ts';

/** Services that take, copy and expire backups by their own schedule. */
const SCHEDULED = /^(backup|dlm|rds|redshift|rbin|elasticache|fsx)\.amazonaws\.com$/;

/** Whether AWS acted by a schedule that somebody set up before: nobody's hand is in it. */
export function bySchedule(event: TrailEvent): boolean {
  return event.principal.class === 'service' || SCHEDULED.test(event.invokedBy ?? '');
}

/** The match, less severe when infrastructure code made the call (see `shipped`), with its own reasons and questions kept. */
export function eased(event: TrailEvent, match: Match, severity: Severity): Match {
  const { reasons = [], listed = [], ...rest } = shipped(event, severity);
  return {
    ...match,
    ...rest,
    reasons: [...(match.reasons ?? []), ...reasons],
    listed: [...(match.listed ?? []), ...listed],
  };
}
