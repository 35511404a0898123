import { describe, expect, it } from 'vitest';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { type About, eventsOf, Gathered, principalsOf } from '../../shared/explain/about.ts';
import { findRecords } from '../../shared/explain/find-records.ts';
import type { AlertLine, FindingLine } from '../../shared/explain/lines.ts';
import { glanceAt, withoutSecrets } from '../../shared/explain/shown-record.ts';
import { tellingFirst } from '../../shared/explain/telling-first.ts';

const record = (eventID: string, eventName = 'GetUser', more: RawRecord = {}): RawRecord => ({
  eventVersion: '1.11',
  eventTime: '2026-11-02T10:00:00Z',
  eventSource: 'iam.amazonaws.com',
  eventName,
  eventID,
  userIdentity: { type: 'IAMUser', accountId: '111111111111', userName: 'alice' },
  recipientAccountId: '111111111111',
  ...more,
});

const alert: AlertLine = {
  id: 'a-1',
  time: '2026-11-02T10:00:00Z',
  account: '111111111111',
  principal: '111111111111/user/alice',
  severity: 'high',
  score: 0,
  channel: 'rule',
  title: '',
  summary: '',
  reasons: [],
  findingIds: ['f-2', 'f-1'],
  eventIds: ['e-1', 'e-2', 'e-3'],
  attack: [],
  nextSteps: [],
};
const finding = (id: string, eventIds: string[]): FindingLine => ({
  id,
  detection: 'd',
  severity: 'low',
  time: '2026-11-02T10:00:00Z',
  account: '111111111111',
  region: 'eu-central-1',
  principal: '111111111111/role/deploy',
  resource: '',
  eventIds,
  title: '',
  summary: '',
  attack: [],
  reasons: [],
});

function about(id: string, known: AlertLine = alert): About {
  const gathered = new Gathered(id);
  gathered.alert(known, false);
  for (const one of [finding('f-1', ['e-1']), finding('f-2', ['e-3', 'e-1']), finding('f-3', ['e-9'])])
    gathered.finding(one);
  return gathered.about();
}

describe('what a run knows about an id', () => {
  it('an alert has its findings, the worst first, and their events before others', () => {
    const found = about('a-1');
    expect([found.kind, found.findings.map(({ id }) => id), eventsOf(found)]).toEqual([
      'alert',
      ['f-2', 'f-1'],
      ['e-3', 'e-1', 'e-2'],
    ]);
    expect(principalsOf(found)).toEqual(['111111111111/user/alice', '111111111111/role/deploy']);
  });

  it('a finding has its alert, an event all it is part of', () => {
    expect([about('f-1').kind, about('f-1').alerts.length, eventsOf(about('f-1'))]).toEqual(['finding', 1, ['e-1']]);
    expect(about('f-3').alerts).toEqual([]);
    const event = about('e-1');
    expect([event.kind, event.alerts.length, event.findings.length]).toEqual(['event', 1, 2]);
    expect(about('nothing')).toMatchObject({ kind: 'event', alerts: [], findings: [] });
  });
});

describe('records read again', () => {
  const files = new Map<string, readonly RawRecord[] | Error>([
    ['far', [record('e-1', 'Far')]],
    ['near', [record('e-1'), record('e-2')]],
    ['unnamed', [record('e-3')]],
    ['broken', new Error('gone')],
  ]);
  const read: string[] = [];
  const source = {
    read: ({ key }: { key: string }): Uint8Array => {
      read.push(key);
      const file = files.get(key);
      if (file instanceof Error) throw file;
      return Buffer.from(JSON.stringify({ Records: file }));
    },
  };
  const objects = [
    { key: 'unnamed' },
    { key: 'broken', deliveredAt: 1001 },
    { key: 'far', deliveredAt: 5000 },
    { key: 'near', deliveredAt: 1000 },
  ];

  it('are looked for where they should be, and no further than needed', async () => {
    read.length = 0;
    const found = await findRecords(source, objects, ['e-2', 'e-1'], 1000);
    expect(read).toEqual(['near']);
    expect(found.records.map(({ id, object }) => [id, object])).toEqual([
      ['e-1', 'near'],
      ['e-2', 'near'],
    ]);
    expect([found.missing, found.problems]).toEqual([[], []]);
  });

  it('what could not be read is named while something is missing', async () => {
    expect(await findRecords(source, objects, ['e-3'], 1000)).toMatchObject({ missing: [], problems: [] });
    expect(await findRecords(source, objects, ['e-3', 'e-4'], 1000)).toMatchObject({
      missing: ['e-4'],
      problems: [{ object: 'broken', reason: 'gone' }],
    });
  });

  it('behind unusual behaviour those come first whose action a reason names', () => {
    const raws = [record('e-1', 'GetRole'), record('e-2', 'GetRolePolicy'), record('e-3', 'DeleteRole')];
    const found = raws.map((raw) => ({ id: String(raw.eventID), object: 'x', raw }));
    const reasons = [{ text: 'unseen iam:DeleteRole: 0 of 7', bits: 9 }, { text: 'also: iam:GetRolePolicy' }];
    const order = (channel: string) =>
      tellingFirst(found, about('a-1', { ...alert, channel, reasons })).map(({ id }) => id);
    expect(order('acute')).toEqual(['e-3', 'e-2', 'e-1']);
    expect(order('rule')).toEqual(['e-3', 'e-1', 'e-2']);
  });
});

describe('a record that is shown', () => {
  it('has no secrets, also where an export wrote JSON text', () => {
    const plain = record('e', 'CreateAccessKey', {
      responseElements: { accessKey: { accessKeyId: 'AKIA1', secretAccessKey: 'wJalr' } },
    });
    const asText = { ...plain, responseElements: JSON.stringify(plain.responseElements) };
    const broken = { ...plain, responseElements: '{"secretAccessKey":"wJalr' };
    const key = record('e', 'CreateApiKey', {
      eventSource: 'apigateway.amazonaws.com',
      requestParameters: { name: 'k', value: 'wJalr' },
    });
    for (const raw of [plain, asText, broken, key]) expect(JSON.stringify(withoutSecrets(raw))).not.toContain('wJalr');
    expect(JSON.stringify(withoutSecrets(asText))).toContain('AKIA1');
    expect(withoutSecrets(record('e'))).toEqual(record('e'));
  });

  it('says at a glance who did what, when, from where, and how it ended', () => {
    const raw = record('e', 'DeleteUser', { sourceIPAddress: '192.0.2.1', errorCode: 'AccessDenied' });
    expect(glanceAt(raw)).toEqual({
      time: '2026-11-02 10:00:00',
      action: 'iam:DeleteUser',
      who: '111111111111/user/alice',
      from: '192.0.2.1',
      outcome: 'AccessDenied',
    });
    expect(() => glanceAt({ eventTime: 7, sourceIPAddress: null })).not.toThrow();
  });
});
