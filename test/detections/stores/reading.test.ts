import { describe, expect, it } from 'vitest';
import { TrailEvent } from '../../../shared/cloudtrail/event.ts';
import type { RawRecord } from '../../../shared/cloudtrail/read.ts';
import { record, role } from '../../../shared/detections/example.ts';
import { audienceOf, audienceOfNames, shared } from '../../../shared/detections/sharing.ts';
import { databaseIn } from '../../../shared/detections/stores/database.ts';
import { bySchedule, eased } from '../../../shared/detections/stores/deploys.ts';
import { member, memberText } from '../../../shared/detections/stores/members.ts';

const event = (raw: RawRecord) => new TrailEvent(raw, 'e', 0, 0);
const policy = (Principal: unknown, more = {}) => ({
  Statement: [{ Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: '*', ...more }],
});

describe('whom something is opened to', () => {
  it('is read from a policy', () => {
    expect(audienceOf(policy('*'))).toMatchObject({ everyone: true, accounts: [] });
    expect(audienceOf(policy({ AWS: ['999999999999', 'arn:aws:iam::888888888888:root'] }))).toMatchObject({
      everyone: false,
      accounts: ['888888888888', '999999999999'],
    });
    expect(audienceOf(policy('*', { Effect: 'Deny' }))).toMatchObject({ everyone: false, accounts: [] });
  });

  it.each([[null], [''], ['{'], [7], [[]]])('is nothing in %j', (value) => expect(audienceOf(value)).toBeUndefined());

  it('is read from names, and what is no account is left out', () => {
    expect(audienceOfNames(['999999999999', 'all', '999999999999', '', 'o-exampleorg1', '12345'])).toEqual({
      everyone: true,
      accounts: ['999999999999'],
    });
  });

  it('is worse for everyone than for an account, and nothing for nobody', () => {
    expect(shared('queue q', 'q', { everyone: true, accounts: [] }, 'high')?.severity).toBe('high');
    expect(shared('queue q', 'q', { everyone: true, accounts: [] })?.severity).toBe('critical');
    expect(shared('queue q', 'q', { everyone: false, accounts: ['999999999999'] })?.foreign?.required).toBe(true);
    expect(shared('queue q', 'q', { everyone: false, accounts: [] })).toBeUndefined();
  });
});

describe('names in either case', () => {
  it('are found at every level', () => {
    expect(memberText({ Details: { policy: 'a' } }, 'details', 'policy')).toBe('a');
    expect(memberText({ details: { Policy: 'b' } }, 'details', 'policy')).toBe('b');
    expect(member({ details: [] }, 'details', 'policy')).toBeUndefined();
    expect(member(null, 'details')).toBeUndefined();
  });

  it('are never those that every object inherits', () => expect(member({}, 'constructor')).toBeUndefined());
});

describe('a database', () => {
  it.each([
    [{ dBInstanceIdentifier: 'orders' }, 'database orders', 'orders'],
    [{ resourceArn: 'arn:aws:rds:eu-central-1:111111111111:cluster:orders' }, 'database orders', 'orders'],
    [{ clusterIdentifier: 'dwh' }, 'warehouse dwh', 'dwh'],
    [{}, 'a database', '(unknown)'],
    [{ dBInstanceIdentifier: null }, 'a database', '(unknown)'],
  ])('of %j is %s', (params, thing, target) =>
    expect(databaseIn(event(record('rds', 'ModifyDBInstance', { params })))).toEqual({ thing, target }),
  );
});

describe('who makes a call', () => {
  const by = (identity: Record<string, unknown>) => event(record('ec2', 'DeleteSnapshot', { by: identity }));

  it('is a schedule when AWS Backup or a service-linked role does', () => {
    expect(bySchedule(by({ ...role('backup'), invokedBy: 'backup.amazonaws.com' }))).toBe(true);
    expect(bySchedule(by(role('AWSServiceRoleForBackup')))).toBe(true);
    expect(bySchedule(by(role('cleanup')))).toBe(false);
    expect(bySchedule(by({ ...role('cleanup'), invokedBy: 'backup.amazonaws.com.example.net' }))).toBe(false);
  });

  it('lowers a severity, and keeps what the match says itself', () => {
    const match = {
      severity: 'high' as const,
      reasons: ['one'],
      listed: [{ list: 'logBuckets' as const, names: ['b'] }],
    };
    const template = eased(by({ ...role(), invokedBy: 'cloudformation.amazonaws.com' }), match, 'low');
    expect(template.severity).toBe('low');
    expect(template.reasons?.[0]).toBe('one');
    const person = eased(by(role('deploy')), match, 'low');
    expect(person.severity).toBe('high');
    expect(person.listed?.map(({ list }) => list)).toEqual(['logBuckets', 'deployRoles']);
  });
});
