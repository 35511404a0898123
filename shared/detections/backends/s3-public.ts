import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, fields, filled, flag, list, texts } from '../../cloudtrail/field.ts';
import { describeStatement, parsePolicy, publicStatements } from '../../policy/index.ts';
import type { Severity } from '../severity.ts';

/** What an S3 call opens, in words that complete "alice …", and how bad that alone is. */
export interface Opening {
  readonly what: string;
  readonly severity: Severity;
  readonly reasons: readonly string[];
}

const GROUPS: ReadonlyMap<string, string> = new Map([
  ['http://acs.amazonaws.com/groups/global/AllUsers', 'everyone'],
  ['http://acs.amazonaws.com/groups/global/AuthenticatedUsers', 'every AWS account'],
]);
const CANNED: ReadonlyMap<string, string> = new Map([
  ['public-read', 'everyone'],
  ['public-read-write', 'everyone'],
  ['authenticated-read', 'every AWS account'],
]);
const FLAGS = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'] as const;

/** A policy that grants something to everyone, with no condition that fixes who the caller is. */
export function openedByPolicy(event: TrailEvent): Opening | undefined {
  const policy = parsePolicy(event.params['bucketPolicy'] ?? event.params['policy']);
  const open = policy === undefined ? [] : publicStatements(policy);
  if (open.length === 0) return undefined;
  return {
    what: 'opened the policy of',
    severity: 'critical',
    reasons: open.slice(0, 3).map((statement) => `a statement ${describeStatement(statement)}`),
  };
}

/** A canned ACL, grant headers (`uri="…AllUsers"`) or a full ACL that let in one of S3's two public groups. */
export function openedByAcl(event: TrailEvent): Opening | undefined {
  const { params } = event;
  const canned = texts(params, 'x-amz-acl').map((acl) => CANNED.get(acl));
  const inHeaders = Object.keys(fields(params))
    .filter((key) => key.startsWith('x-amz-grant-'))
    .flatMap((key) => texts(params, key))
    .flatMap((grant) => [...GROUPS].filter(([uri]) => grant.includes(uri)).map(([, who]) => who));
  const inBody = list(params, 'AccessControlPolicy', 'AccessControlList', 'Grant').map((grant) =>
    GROUPS.get(filled(grant, 'Grantee', 'URI') ?? ''),
  );
  const who = [...new Set([...canned, ...inHeaders, ...inBody].filter((one) => one !== undefined))].sort();
  if (who.length === 0) return undefined;
  return { what: 'gave', severity: 'critical', reasons: [`its ACL lets in ${who.join(' and ')}`] };
}

/** The guard against public policies and ACLs, taken down. Nothing is public by that alone. */
export function unguarded(event: TrailEvent): Opening | undefined {
  const account = event.name.includes('Account');
  const severity = account ? 'critical' : 'high';
  if (event.name.startsWith('Delete'))
    return { what: 'removed Block Public Access of', severity, reasons: ['nothing is public by that alone'] };
  const block = at(event.params, 'PublicAccessBlockConfiguration');
  if (block === undefined) return undefined;
  // A flag that is left out is off.
  const off = FLAGS.filter((name) => flag(block, name) !== true);
  if (off.length === 0) return undefined;
  return { what: 'switched off Block Public Access of', severity, reasons: [`off: ${off.join(', ')}`] };
}

/** Ownership that brings ACLs back to life; new buckets have had them off since April 2023. */
export function aclsRevived(event: TrailEvent): Opening | undefined {
  const rules = list(event.params, 'OwnershipControls', 'Rule').map((rule) => filled(rule, 'ObjectOwnership'));
  const removed = event.name.startsWith('Delete');
  if (!removed && !rules.some((rule) => rule === 'ObjectWriter' || rule === 'BucketOwnerPreferred')) return undefined;
  return {
    what: 'switched ACLs on again for',
    severity: 'medium',
    reasons: ['objects and the bucket can be opened one by one again'],
  };
}
