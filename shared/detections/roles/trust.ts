import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { type Policy, parsePolicy, weakened } from '../../policy/index.ts';
import type { On } from '../define.ts';
import { type Difference, record } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';

/** The calls that write a role's trust policy. */
export const TRUST_CALLS: On = { source: 'iam', names: ['CreateRole', 'UpdateAssumeRolePolicy'] };

/** The setting that both write. */
export const TRUST_SETTING = 'iam.role.trustPolicy';

export interface Trust {
  readonly role: string;
  readonly policy: Policy;
  /** `created role x, which` or `changed the trust of role x, which now`: a problem's sentence completes it. */
  readonly what: string;
}

/** The trust policy that a call gives a role; undefined when it can't be read. */
export function trustOf(event: TrailEvent): Trust | undefined {
  const role = filled(event.params, 'roleName');
  const creates = event.name === 'CreateRole';
  const policy = parsePolicy(event.params[creates ? 'assumeRolePolicyDocument' : 'policyDocument']);
  if (role === undefined || policy === undefined) return undefined;
  return { role, policy, what: creates ? `created role ${role}, which` : `changed role ${role}, which now` };
}

/** A trust that is no wider than the one before it is old news. */
export function judgeTrust({ before, now }: Change): Verdict {
  const [was, is] = [before, now].map((text) => (text === undefined ? undefined : parsePolicy(text)));
  if (was === undefined || is === undefined) return { reason: 'no earlier trust policy of the role is known' };
  return weakened(was, is).length === 0 ? { severity: 'low', reason: 'it trusted no less before' } : {};
}

/** Example: a role whose trust policy is this statement. */
export function createRole(statement: Record<string, unknown>, difference: Difference = {}) {
  const params = { roleName: 'report-reader', assumeRolePolicyDocument: trust(statement) };
  return record('iam', 'CreateRole', { region: 'us-east-1', params, ...difference });
}

/** Example: a role whose trust policy becomes this statement. */
export function updateTrust(statement: Record<string, unknown>, difference: Difference = {}) {
  const params = { roleName: 'report-reader', policyDocument: trust(statement) };
  return record('iam', 'UpdateAssumeRolePolicy', { region: 'us-east-1', params, ...difference });
}

function trust(statement: Record<string, unknown>): string {
  const Statement = [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement }];
  return JSON.stringify({ Version: '2012-10-17', Statement });
}
