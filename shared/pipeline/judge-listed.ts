import type { Config } from '../config.ts';
import type { Hit } from '../detections/hit.ts';
import { worse } from '../detections/severity.ts';
import type { ListName } from '../lists.ts';
import { cidrContains } from '../policy/cidr.ts';
import { covers } from '../policy/wildcard.ts';
import type { Opinion } from './opinion.ts';

/** What the lists of the configuration say of a hit. */
export function judgeListed(hit: Hit, lists: Config['lists']): Opinion | undefined {
  let opinion: Exclude<Opinion, 'quiet'> | undefined;
  for (const { list, names, quiet, severity } of hit.listed ?? []) {
    const found = names.filter((name) => lists[list].some((pattern) => fits(list, pattern, name)));
    if (quiet === (found.length > 0 ? 'listed' : 'unlisted')) return 'quiet';
    if (found.length === 0) continue;
    const before = opinion?.severity;
    opinion = {
      severity: before === undefined || severity === undefined ? (severity ?? before) : worse(before, severity),
      reasons: [...(opinion?.reasons ?? []), { text: `${found.join(', ')}: on your list of ${list}` }],
    };
  }
  return opinion;
}

function fits(list: ListName, pattern: string, name: string): boolean {
  return list === 'networks' ? cidrContains(pattern, name) : covers(pattern, name);
}
