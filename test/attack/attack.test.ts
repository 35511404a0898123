import { describe, expect, it } from 'vitest';
import { currentAttackId, olderAttackIds } from '../../shared/detections/attack.ts';
import { detections, sequences } from '../../shared/detections/index.ts';
import { techniques } from './techniques.ts';

const known = techniques();

describe('ATT&CK ids', () => {
  it('are read from a whole list', () => {
    expect(known.size).toBeGreaterThan(650);
    expect(known.get('T1685.002')?.name).toBe('Disable or Modify Cloud Log');
    expect(known.has('T1562.008')).toBe(false);
  });

  it.each([...detections, ...sequences].map(({ id, attack }) => ({ id, attack })))(
    'of $id exist in v19',
    ({ attack }) => {
      expect(attack.filter((technique) => !known.has(technique))).toEqual([]);
    },
  );

  it('of older versions lead to ids that exist, and the ids that stay lead to themselves', () => {
    expect(currentAttackId('T1562.008')).toBe('T1685.002');
    expect(currentAttackId('T1078.004')).toBe('T1078.004');
    expect(currentAttackId('constructor')).toBe('constructor');
    expect(olderAttackIds('T1685')).toEqual(['T1562', 'T1562.001', 'T1562.006']);
    for (const old of ['T1562', 'T1562.007', 'T1562.010', 'T1070.001', 'T1656'])
      expect(known.has(currentAttackId(old)), old).toBe(true);
  });
});
