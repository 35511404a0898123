import type { Crossing } from '../behaviour/crossing.ts';
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

/** The same for unusual behaviour, which a suppression may name as `behaviour-acute`, `behaviour-rate` or `behaviour-slow`. */
export function suppressionOfCrossing({ subject, channel, time }: Crossing, config: Config): Suppression | undefined {
  const { who } = subject.activity;
  return config.suppressions.find(
    ({ expires, detection, principal, account, resource, ip }) =>
      time < Date.parse(`${expires}T00:00:00Z`) &&
      // It is about no one resource or address.
      resource === undefined &&
      ip === undefined &&
      fits(detection, `behaviour-${channel}`) &&
      (fits(principal, who.key) || fits(principal, who.name)) &&
      fits(account, who.account),
  );
}

/** `*` and `?` as in IAM; an absent pattern fits everything. */
function fits(pattern: string | undefined, value: string): boolean {
  return pattern === undefined || covers(pattern, value);
}
