import { isoTime } from '../cloudtrail/time.ts';
import type { Suppression } from '../config.ts';
import type { Finding } from '../detections/hit.ts';
import { plainText } from './plain-text.ts';
import { chainOf, whence } from './wording.ts';

/** A finding as the contract of `findings.ndjson` has it. */
export function findingLine(finding: Finding, suppression: Suppression | undefined): Record<string, unknown> {
  const { event } = finding;
  return {
    id: finding.id,
    detection: finding.rule,
    severity: finding.severity,
    time: isoTime(finding.time),
    account: event.account,
    region: event.region,
    principal: event.principal.key,
    resource: plainText(finding.resource),
    eventIds: finding.eventIds,
    title: finding.title,
    summary: `${chainOf(finding.chain)} ${plainText(finding.what)}${whence(event)}`,
    attack: finding.attack,
    topic: finding.topic,
    reasons: finding.reasons,
    ...(finding.chain.length > 1 ? { actorChain: finding.chain.map(({ key }) => key) } : {}),
    ...(suppression === undefined
      ? {}
      : { suppressed: { reason: suppression.reason, owner: suppression.owner, expires: suppression.expires } }),
  };
}
