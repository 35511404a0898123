import { HOUR, isoTime, MINUTE } from '../cloudtrail/time.ts';
import type { Finding } from '../detections/hit.ts';
import { shellSafe } from './plain-text.ts';

const UNITS = { m: MINUTE, h: HOUR, d: 24 * HOUR } as const;

/**
 * A runbook step with the finding's own names and times filled in: `{principal} {account} {region} {resource} {target} {api} {ip}
 * {key} {before} {after}`, and `{time}`, `{time-1h}`, `{time+30m}`. What the finding doesn't hold reads as `(unknown …)`.
 */
export function fillStep(step: string, finding: Finding): string {
  return step.replace(
    /\{(\w+)(?:([+-]\d+)([mhd]))?\}/g,
    (_all, name: string, shift: string | undefined, unit: keyof typeof UNITS | undefined) => {
      if (name === 'time')
        return isoTime(finding.time + (shift === undefined || unit === undefined ? 0 : Number(shift) * UNITS[unit]));
      return shellSafe(values(finding)[name] ?? `(unknown ${name})`);
    },
  );
}

function values({ event, resource, target, changes, origin }: Finding): Record<string, string | undefined> {
  const change = changes.find(({ before, now }) => before !== now) ?? changes[0];
  return {
    principal: origin.name,
    account: event.account,
    region: event.region,
    resource,
    target,
    api: event.api,
    ip: event.ip,
    key: event.principal.accessKeyId,
    before: change?.before,
    after: change?.now,
    event: event.id,
  };
}
