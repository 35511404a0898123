import { describe, expect, it } from 'vitest';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { parseConfig } from '../../shared/config-text.ts';
import { builtInCatalogue } from '../../shared/detections/index.ts';
import { rank } from '../../shared/detections/severity.ts';
import { type LawFile, replayed } from '../laws/replays.ts';
import { KINDS, ORDINARY_DAYS } from './kinds.ts';
import { LOUD } from './loud.ts';
import { VENDOR } from './scan.ts';

const ORDINARY = 'ordinary days';
const ACCOUNTS = `accounts: { own: ['111111111111'], trusted: ['${VENDOR}'] }`;
const TERRAFORM = 'github-terraform';

/** The records of all kinds as files; an event's id begins with its kind. */
function corpus(change: (record: RawRecord) => RawRecord = (record) => record): LawFile[] {
  const ordinary = ORDINARY_DAYS.map(({ day, records }) => ({ key: `day ${day}`, title: ORDINARY, records }));
  return [...ordinary, ...KINDS.map(({ title, records }) => ({ key: title, title, records }))].map(
    ({ key, title, records }) => ({
      key,
      records: records.map((record, index) => change({ eventID: `${title}|${key} ${index}`, ...record })),
    }),
  );
}

/** `kind: detection severity` of all that is medium or worse, and how often. */
async function loudOf(files: readonly LawFile[], config: string) {
  const { raw, alerts, tally } = await replayed(files, builtInCatalogue(), parseConfig(config, 'gatetrail.yml'));
  const loud: Record<string, number> = {};
  for (const { rule, severity, eventIds } of raw) {
    if (rank(severity) < rank('medium')) continue;
    const name = `${eventIds[0]?.split('|')[0]}: ${rule} ${severity}`;
    loud[name] = (loud[name] ?? 0) + 1;
  }
  const critical = alerts.split('\n').filter((line) => line.includes('"severity":"critical"'));
  return { loud, critical, broken: [tally.detectionErrors, tally.rejections, tally.failures].flat(), raw };
}

/** What may be loud, in the same words. */
function allowed(): Record<string, number> {
  return Object.fromEntries(
    Object.entries(LOUD).flatMap(([kind, all]) =>
      all.map(({ finding, times }): [string, number] => [`${kind}: ${finding}`, times]),
    ),
  );
}

/** The sessions of Terraform lose the mark of their provider: a role that some server assumes. */
function asPlainRole(record: RawRecord): RawRecord {
  if (!JSON.stringify(record.userIdentity ?? null).includes(`role/${TERRAFORM}"`)) return record;
  const { webIdFederationData: _, ...sessionContext } = Object(Object(record.userIdentity)['sessionContext']);
  return { ...record, userIdentity: { ...Object(record.userIdentity), sessionContext } };
}

describe('ordinary work', () => {
  it('makes no more noise than is written down, and wakes nobody', async () => {
    const { loud, critical, broken } = await loudOf(corpus(), ACCOUNTS);
    expect(broken).toEqual([]);
    expect(critical).toEqual([]);
    expect(loud).toEqual(allowed());
  });

  it('is as quiet when Terraform runs with a role on the list of those that ship infrastructure', async () => {
    const listed = `${ACCOUNTS}\nlists: { deployRoles: ['${TERRAFORM}'] }`;
    const { loud, critical } = await loudOf(corpus(asPlainRole), listed);
    expect(critical).toEqual([]);
    expect(loud).toEqual(allowed());
  });

  it('is seen: each kind of work leaves records, and the whole of it findings of low severity', async () => {
    for (const { title, records } of KINDS) expect(records.length, title).toBeGreaterThan(3);
    const { raw } = await loudOf(corpus(), ACCOUNTS);
    expect(raw.filter(({ severity }) => severity === 'low').length).toBeGreaterThan(50);
  });

  it('is not quiet because nobody looks: a teardown by a role that is on no list wakes somebody', async () => {
    const { critical } = await loudOf(corpus(asPlainRole), ACCOUNTS);
    expect(critical.length).toBeGreaterThan(0);
  });
});
