import { pathFits } from '../../cloudtrail/patch.ts';
import { PERMISSIONS, READS, WRITES } from './access-levels.ts';
import { actionsOf } from './lines.ts';
import { RECON, TIER_0, TIER_1 } from './low-tiers.ts';
import { PATCHES } from './patches.ts';
import { TIER_2 } from './tier-2.ts';
import { TIER_3 } from './tier-3.ts';
import { soundsLikeRead } from './verb.ts';

/** 3 privilege, persistence, defence evasion; 2 credential access, exposure, destruction; 1 other write; 0 read. */
export type Tier = 0 | 1 | 2 | 3;

/** Later entries win: what was weighed by hand over the access levels of IAM. */
const TIERS: ReadonlyMap<string, Tier> = new Map([
  ...entries(READS, 0),
  ...entries(WRITES, 1),
  ...entries(PERMISSIONS, 2),
  ...entries(TIER_0, 0),
  ...entries(TIER_1, 1),
  ...entries(TIER_2, 2),
  ...entries(TIER_3, 3),
]);
const RECONNAISSANCE: ReadonlySet<string> = new Set(actionsOf(RECON));

function entries(lines: readonly string[], tier: Tier): [string, Tier][] {
  return actionsOf(lines).map((action) => [action, tier]);
}

/**
 * How much an action matters to a responder. `action` is `service:EventName` as CloudTrail writes it without Lambda's and
 * CloudFront's API date (shared/cloudtrail/operation.ts); one of API Gateway may carry a patch path in brackets,
 * `apigateway:UpdateRestApi[/policy]`, ids as `*`. Never throws: an action nobody knows is judged by its verb.
 */
export function tierOf(action: string): Tier {
  const bracket = action.indexOf('[');
  if (bracket !== -1) return patchTier(action.slice(0, bracket), action.slice(bracket + 1, -1));
  return TIERS.get(action) ?? (soundsLikeRead(nameOf(action)) ? 0 : 1);
}

/** One of the enumeration reads that whoever has just taken a session begins with. */
export function isRecon(action: string): boolean {
  return RECONNAISSANCE.has(action);
}

function patchTier(action: string, path: string): Tier {
  const name = nameOf(action);
  const patches = Object.hasOwn(PATCHES, name) ? PATCHES[name] : undefined;
  const fits = (patterns: readonly string[] = []): boolean => patterns.some((pattern) => pathFits(path, pattern));
  if (fits(patches?.tier3)) return 3;
  return fits(patches?.tier2) ? 2 : 1;
}

function nameOf(action: string): string {
  return action.slice(action.indexOf(':') + 1);
}
