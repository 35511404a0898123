import type { Config, Suppression } from '../config.ts';
import type { Finding } from '../detections/hit.ts';
import { covers } from '../policy/wildcard.ts';

/** The suppression that quiets a finding, if any. It holds for events before its expiry, so history replays alike. */
export function suppressionOf(finding: Finding, config: Config): Suppression | undefined {
  return config.suppressions.find((suppression) => applies(suppression, finding));
}

function applies(suppression: Suppression, finding: Finding): boolean {
  if (finding.time >= Date.parse(`${suppression.expires}T00:00:00Z`)) return false;
  const { detection, principal, account, resource, ip } = suppression;
  return (
    fits(detection, finding.rule) &&
    (fits(principal, finding.origin.key) ||
      fits(principal, finding.event.principal.key) ||
      fits(principal, finding.origin.name)) &&
    fits(account, finding.event.account) &&
    fits(resource, finding.resource) &&
    fits(ip, finding.event.ip)
  );
}

/** `*` and `?` as in IAM; an absent pattern fits everything. */
function fits(pattern: string | undefined, value: string): boolean {
  return pattern === undefined || covers(pattern, value);
}
