import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { RawRecord } from '../../../shared/cloudtrail/read.ts';
import type { Finding } from '../../../shared/detections/hit.ts';
import { SEVERITIES } from '../../../shared/detections/severity.ts';
import { processed } from '../../cloudtrail/processed.ts';

const STRATUS = new URL('../../../../shared/data/stratus/', import.meta.url);
const INVICTUS = new URL('../../../../shared/data/invictus/', import.meta.url);

function recordsIn(file: URL): RawRecord[] {
  const value = JSON.parse(readFileSync(file, 'utf8')) as RawRecord[] | { Records: RawRecord[] };
  return Array.isArray(value) ? value : value.Records;
}

function isAlarming({ severity }: Finding): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf('medium');
}

/** Told by what was done: the tool's name is taken out of every record first. */
describe.skipIf(!existsSync(STRATUS))('recorded attacks, one by one, by what they do', () => {
  it.each([
    ['aws.credential-access.secretsmanager-batch-retrieve-secrets', 'secret-read-burst', 'medium'],
    ['aws.credential-access.secretsmanager-retrieve-secrets', 'secret-read-burst', 'medium'],
    ['aws.credential-access.ssm-retrieve-securestring-parameters', 'secret-ssm-decrypt', 'medium'],
    ['aws.defense-evasion.cloudtrail-delete', 'ct-stopped-deleted', 'critical'],
    ['aws.defense-evasion.cloudtrail-event-selectors', 'ct-selectors-narrowed', 'high'],
    ['aws.defense-evasion.cloudtrail-stop', 'ct-stopped-deleted', 'critical'],
    ['aws.persistence.iam-backdoor-user', 'cred-access-key-created', 'high'],
    ['aws.persistence.sts-federation-token', 'sts-session-token-misuse', 'high'],
  ])('%s', async (technique, rule, severity) => {
    const records = recordsIn(new URL(`${technique}.json`, STRATUS)).map((raw) => ({
      ...raw,
      userAgent: 'Boto3/1.40.25',
    }));
    const { findings, tally } = await processed(records);
    expect(findings.filter((finding) => finding.rule === rule).map((finding) => finding.severity)).toEqual([severity]);
    expect(findings.map((finding) => finding.rule)).not.toContain('cred-attack-tool');
    expect(tally.errors.detections).toBe(0);
  });
});

describe.skipIf(!existsSync(INVICTUS))('an hour of attacks and Terraform', () => {
  const files = existsSync(INVICTUS) ? readdirSync(INVICTUS).filter((file) => file.endsWith('.json')) : [];
  const records = files.flatMap((file) => recordsIn(new URL(file, INVICTUS)));
  /** The tool's own calls; Terraform, which prepares and cleans up, comes first in its own. */
  const attack = new Set(
    records.filter((raw) => /^\[?stratus-red-team/.test(String(raw.userAgent))).map((raw) => String(raw.eventID)),
  );

  it('tells every technique by its own events, and of Terraform only what is grave whoever does it', async () => {
    const { findings } = await processed(records);
    const of = (rule: string) => findings.filter((finding) => finding.rule === rule && isAlarming(finding));
    for (const rule of [
      'secret-read-burst',
      'secret-ssm-decrypt',
      'ct-selectors-narrowed',
      'cred-access-key-created',
    ]) {
      expect(of(rule).length, rule).toBeGreaterThan(0);
      for (const { eventIds } of of(rule)) expect(eventIds.filter((id) => !attack.has(id))).toEqual([]);
    }
    // Four tries on trails that were gone already, and Terraform deleting the two it had made.
    expect(of('ct-stopped-deleted').map(({ severity, event }) => [severity, attack.has(event.id)])).toEqual([
      ...Array.from({ length: 4 }, () => ['medium', true]),
      ...Array.from({ length: 2 }, () => ['critical', false]),
    ]);
    expect(of('ct-cwl-pipeline-cut')).toEqual([]);
  });

  it('names the tool once a run, not once a call', async () => {
    const { findings } = await processed(records);
    const named = findings.filter(({ rule }) => rule === 'cred-attack-tool');
    expect(named.length).toBeGreaterThan(0);
    expect(named.length).toBeLessThan(attack.size / 10);
  });
});
