/** The version of MITRE ATT&CK whose technique ids are used throughout. */
export const ATTACK_VERSION = 'v19';

/**
 * Ids that v19 revoked, and what stands in their place: Defense Evasion was split into Stealth and Defense Impairment
 * (release notes of April 2026). Rules written for v18 and before still carry the old ones.
 */
const REPLACED: Readonly<Record<string, string>> = {
  T1562: 'T1685',
  'T1562.001': 'T1685',
  'T1562.002': 'T1685.001',
  'T1562.003': 'T1690',
  'T1562.004': 'T1686',
  'T1562.006': 'T1685',
  'T1562.007': 'T1686.001',
  'T1562.008': 'T1685.002',
  'T1562.009': 'T1688',
  'T1562.010': 'T1689',
  'T1562.011': 'T1685.003',
  'T1562.012': 'T1685.004',
  'T1562.013': 'T1686.002',
  'T1070.001': 'T1685.005',
  'T1070.002': 'T1685.006',
  T1656: 'T1684.001',
  T1672: 'T1684.002',
};

/** The id of v19 for an id of v19 or before. */
export function currentAttackId(id: string): string {
  return Object.hasOwn(REPLACED, id) ? (REPLACED[id] ?? id) : id;
}

/** The ids of older versions that a technique of v19 stands for, sorted. */
export function olderAttackIds(id: string): string[] {
  return Object.keys(REPLACED)
    .filter((old) => REPLACED[old] === id)
    .sort();
}
