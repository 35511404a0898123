import { describe, expect, it } from 'vitest';
import { Lesson } from '../../shared/behaviour/learn.ts';
import { Parents } from '../../shared/behaviour/parents.ts';
import type { ProfileItem } from '../../shared/state/profile.ts';
import { activityOf, profileOf, recordOf, WHO } from '../state/made.ts';
import { scored, span, TODAY } from './made.ts';

/** An IAM user that was a machine until yesterday, or was always seen at the console. */
function knownAs(peers: string): ProfileItem {
  const days = span(TODAY - 5, TODAY - 1);
  const profile = profileOf(days, { 'as3:ListBuckets': days, ubrowser: peers === 'users of keys' ? [] : days });
  const records = new Map(days.map((day) => [day, recordOf({ peers })]));
  return { ...profile, who: { ...WHO, class: 'user', peers: 'users' }, records };
}

/** Who uses the value in the group of users at the console, once today is learnt. */
function usersAtConsole(profile: ProfileItem): { readonly members: number; readonly users: number } {
  const values = ['as3:ListBuckets', 'ubrowser'];
  const activity = activityOf(TODAY, values, { who: { ...WHO, class: 'user', peers: 'users' } });
  const lesson = new Lesson(TODAY);
  lesson.add(scored(activity, profile), []);
  const parents = new Parents(lesson.items(), TODAY + 1);
  const group = 'g:users at the console';
  return { members: parents.members(group, -1), users: parents.users(group, 'as3:ListBuckets', -1) };
}

describe('a peer group', () => {
  it('hears of a principal that comes to it from another, and of what it does', () => {
    expect(usersAtConsole(knownAs('users of keys'))).toEqual({ members: 1, users: 1 });
  });
  it('hears nothing twice in a half-year of one that stays', () => {
    expect(usersAtConsole(knownAs('users at the console'))).toEqual({ members: 0, users: 0 });
  });
});
