import { describe, expect, it } from 'vitest';
import { groupOf, isScored, whoOf } from '../../shared/behaviour/who.ts';
import { principalOf } from '../../shared/cloudtrail/principal.ts';
import { ACCOUNT, iamUser, person, ROOT, role } from '../../shared/detections/example.ts';
import type { ProfileItem } from '../../shared/state/profile.ts';
import { activityOf, profileOf, WHO } from '../state/made.ts';
import { span, TODAY } from './made.ts';

const user = { ...WHO, class: 'user', peers: 'users' };
const actions = (count: number, days: readonly number[]) =>
  Object.fromEntries(span(1, count).map((index) => [`as3:Get${index}`, days]));

describe('whom a principal is compared with', () => {
  it.each<[what: string, identity: Record<string, unknown>, kind: string, peers: string]>([
    ['a person with those of the permission set', person(), 'human', 'sso:PowerUser'],
    ['root with none', { ...ROOT }, 'root', 'root'],
    ['an instance', role('app', 'i-0123456789abcdef0'), 'role', 'instances'],
    ['a task', role('app', '0123456789abcdef0123456789abcdef'), 'role', 'tasks'],
    ['a pod', role('app', 'eks-cluster-pod-1'), 'role', 'pods'],
    ['any other role', role('app', 'my-session'), 'role', 'roles'],
    ['an IAM user, until it is known what uses it', iamUser(), 'user', 'users'],
  ])('%s', (_what, identity, kind, peers) => {
    expect(whoOf(principalOf(identity, ACCOUNT))).toMatchObject({ class: kind, peers });
  });

  it('is nobody where AWS acts for itself', () => {
    const classes = [role('AWSServiceRoleForConfig', 'x'), { type: 'AWSService' }, person()].map((one) =>
      isScored(principalOf(one, ACCOUNT)),
    );
    expect(classes).toEqual([false, false, true]);
  });
});

describe('an IAM user', () => {
  const groupFor = (today: readonly string[], profile: ProfileItem | undefined) =>
    groupOf(activityOf(TODAY, today, { who: user }), profile);

  it.each<[what: string, today: readonly string[], profile: ProfileItem | undefined, kind: string]>([
    ['with a key alone is a machine', ['uboto3/1'], undefined, 'auto'],
    ['at the console today is a person', ['asignin:ConsoleLogin'], undefined, 'human'],
    ['with a browser today is a person', ['ubrowser'], undefined, 'human'],
    ['at the console 95 days ago is a person', ['uboto3/1'], profileOf([5], { ubrowser: [5] }), 'human'],
    ['at the console 96 days ago is a machine', ['uboto3/1'], profileOf([4], { ubrowser: [4] }), 'auto'],
    ['at the console only later is not one yet', ['uboto3/1'], profileOf([99, 120], { ubrowser: [120] }), 'auto'],
  ])('%s', (_what, today, profile, kind) => {
    expect(groupFor(today, profile)).toMatchObject({ class: kind });
  });
});

describe('a scanner', () => {
  const groupWith = (who: typeof WHO, profile: ProfileItem | undefined) =>
    groupOf(activityOf(TODAY, [], { who }), profile);

  it('is a machine that knows 120 actions, and no person ever', () => {
    const broad = profileOf([90], actions(120, [90]));
    expect(groupWith(WHO, broad)).toEqual({ class: 'scanner', peers: 'scanners' });
    expect(groupWith(WHO, profileOf([90], actions(119, [90])))).toMatchObject({ class: 'role' });
    expect(groupWith(user, broad)).toMatchObject({ class: 'scanner' });
    for (const kind of ['human', 'ci', 'root'])
      expect(groupWith({ ...WHO, class: kind }, broad)).toMatchObject({ class: kind });
  });

  it('is not one before: what it asks for later, or on the day itself, tells nothing of it (law 4)', () => {
    expect(groupWith(WHO, profileOf([90, 130], { ...actions(119, [90]), 'aec2:Later': [130] }))).toMatchObject({
      class: 'role',
    });
    expect(groupWith(WHO, profileOf([TODAY], actions(500, [TODAY])))).toMatchObject({ class: 'role' });
  });
});
