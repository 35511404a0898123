import { isAccountId, parseArn } from '../cloudtrail/arn.ts';
import { isInternetWide } from './cidr.ts';
import { parseOperator } from './conditions.ts';
import type { Condition } from './document.ts';
import { hasWildcard, literalPrefix } from './wildcard.ts';

/** What a fixed value of a key looks like: an id, a path or ARN whose owner is fixed, addresses, or a flag. */
type Kind = 'id' | 'path' | 'arn' | 'userid' | 'addresses' | 'flag';

/**
 * The condition keys a caller can't choose for himself, in AWS's spelling. Left out on purpose: aws:VpcSourceIp (any VPC
 * can use the same private range), aws:Referer and aws:UserAgent (free text), aws:PrincipalTag and aws:username (set in
 * the caller's own account), aws:SecureTransport, aws:MultiFactorAuthPresent and kms:ViaService (open to everyone).
 * Source: IAM user guide, "AWS global condition context keys"; S3 user guide, "The meaning of public".
 */
const NARROWING_KEYS: readonly (readonly [string, Kind])[] = [
  ['aws:SourceIp', 'addresses'],
  ['aws:SourceVpc', 'id'],
  ['aws:SourceVpce', 'id'],
  ['aws:SourceVpcArn', 'arn'],
  ['aws:VpceAccount', 'id'],
  ['aws:VpceOrgID', 'id'],
  ['aws:VpceOrgPaths', 'path'],
  ['aws:PrincipalArn', 'arn'],
  ['aws:PrincipalAccount', 'id'],
  ['aws:PrincipalOrgID', 'id'],
  ['aws:PrincipalOrgPaths', 'path'],
  ['aws:PrincipalServiceName', 'id'],
  ['aws:PrincipalIsAWSService', 'flag'],
  ['aws:SourceArn', 'arn'],
  ['aws:SourceAccount', 'id'],
  ['aws:SourceOwner', 'id'],
  ['aws:SourceOrgID', 'id'],
  ['aws:SourceOrgPaths', 'path'],
  ['aws:userid', 'userid'],
  ['sts:ExternalId', 'id'],
  ['kms:CallerAccount', 'id'],
  ['s3:DataAccessPointAccount', 'id'],
  ['s3:DataAccessPointArn', 'arn'],
];

const COMPARING = ['stringequals', 'stringlike', 'stringequalsignorecase', 'arnlike'];

const KINDS = new Map(NARROWING_KEYS.map(([name, kind]) => [name.toLowerCase(), { name, kind }]));

/** A condition key in AWS's spelling where it is a known one, for messages. */
export function keyName(key: string): string {
  return KINDS.get(key)?.name ?? key;
}

/** Whether a request passes only with a value that is fixed here, whatever the key: no wildcard, no way without it. */
export function fixesValue({ operator, values }: Condition): boolean {
  const { base } = parseOperator(operator);
  if (!isRequired(operator) || !COMPARING.includes(base)) return false;
  return values.length > 0 && values.every((value) => isFixedValue('id', value.trim()));
}

/** Absent keys pass IfExists and ForAllValues, and a negated operator names who is out, not who is in. */
export function isRequired(operator: string): boolean {
  const { set, negated, ifExists } = parseOperator(operator);
  return !negated && !ifExists && set !== 'all';
}

/** Whether, in an Allow, only a fixed set of callers passes the condition. */
export function narrows(condition: Condition): boolean {
  return isRequired(condition.operator) && isFixed(condition, 'true');
}

/** Whether, in a Deny, only a fixed set of callers escapes the condition: `StringNotEquals aws:SourceVpce`... */
export function spares(condition: Condition): boolean {
  const { set, base, negated, ifExists } = parseOperator(condition.operator);
  // "No value matches" holds for an absent key, except as "any one value does not".
  if (negated) return set !== 'any' && isFixed(condition, 'true');
  return base === 'bool' && ifExists && set === '' && isFixed(condition, 'false');
}

function isFixed(condition: Condition, flag: 'true' | 'false'): boolean {
  const { base } = parseOperator(condition.operator);
  const kind = KINDS.get(condition.key)?.kind;
  if (kind === undefined || condition.values.length === 0) return false;
  if (kind === 'addresses') return base === 'ipaddress' && !isInternetWide(condition.values);
  if (kind === 'flag') return base === 'bool' && condition.values.every((value) => value.toLowerCase() === flag);
  return COMPARING.includes(base) && condition.values.every((value) => isFixedValue(kind, value.trim()));
}

/** Policy variables that stand for the owner of the resource; every other one is the caller's to choose. */
const OWNER_VARIABLES = ['aws:resourceaccount', 'aws:resourceorgid', 'aws:resourceorgpaths'].map((key) => `\${${key}}`);

function isFixedValue(kind: Exclude<Kind, 'addresses' | 'flag'>, value: string): boolean {
  if (value === '') return false;
  if (value.includes('${')) return OWNER_VARIABLES.includes(value.toLowerCase());
  if (kind === 'arn') return isFixedArn(value);
  if (!hasWildcard(value)) return true;
  // An organisation path starts with the organisation's id, a user id with the unique id of a role.
  if (kind === 'path') return literalPrefix(value).indexOf('/') > 0;
  return kind === 'userid' && literalPrefix(value).indexOf(':') > 0;
}

/** Whether the owner of an ARN pattern is fixed: by its account, or by a name that only one owner can hold. */
function isFixedArn(value: string): boolean {
  const arn = parseArn(value);
  if (arn === undefined) return false;
  if (isAccountId(arn.account)) return true;
  const [bucket = ''] = arn.resource.split('/', 1);
  // Bucket names are unique across accounts, so a whole one is enough; everywhere else a name can be taken again.
  if (arn.service === 's3') return bucket !== '' && !hasWildcard(bucket);
  const prefix = literalPrefix(arn.resource);
  const whole = prefix === arn.resource ? prefix : prefix.slice(0, prefix.lastIndexOf('/') + 1);
  return arn.account === '' && whole.split('/').filter(Boolean).length >= 2;
}
