import type { TrailEvent } from '../cloudtrail/event.ts';
import { amount, at, filled, flag, texts } from '../cloudtrail/field.ts';
import { isHidden } from './cognito-pool.ts';
import { type Setting, settingValue } from './setting.ts';

const LISTS = ['callbackURLs', 'logoutURLs', 'explicitAuthFlows', 'allowedOAuthFlows'] as const;

/** Members that hold how long a token lives, the unit's name, and what AWS takes when nothing is said, in seconds. */
const LIVES = [
  { member: 'accessTokenValidity', unit: 'accessToken', ordinary: 'hours', otherwise: 3600 },
  { member: 'idTokenValidity', unit: 'idToken', ordinary: 'hours', otherwise: 3600 },
  { member: 'refreshTokenValidity', unit: 'refreshToken', ordinary: 'days', otherwise: 30 * 86_400 },
] as const;
const SECONDS: ReadonlyMap<string, number> = new Map([
  ['seconds', 1],
  ['minutes', 60],
  ['hours', 3600],
  ['days', 86_400],
]);

/** An app client's id in a cognito-idp call. */
export function clientId(event: TrailEvent): string | undefined {
  const found = filled(event.params, 'clientId') ?? filled(event.response, 'userPoolClient', 'clientId');
  return isHidden(found) ? undefined : found;
}

/**
 * What a call says about a user pool's app client. An update sets what it leaves out to AWS's defaults; where the answer holds the
 * client as it is now, that is believed. Lives of tokens are told in seconds.
 */
export function clientSettings(event: TrailEvent): Setting[] {
  const of = clientId(event);
  if (of === undefined || event.omitted || !/^(Create|Update)UserPoolClient$/.test(event.name)) return [];
  const value = (member: string): unknown =>
    at(event.params, member) ?? at(event.response, 'userPoolClient', member) ?? undefined;
  const told: Setting[] = LISTS.filter((member) => !isHidden(value(member))).map((member) => ({
    name: `cognito-idp.client.${member}`,
    of,
    value: settingValue(texts(value(member))),
  }));
  for (const { member, unit, ordinary, otherwise } of LIVES) {
    const number = amount(value(member)) ?? 0;
    const seconds = SECONDS.get(unitOf(event, unit) ?? ordinary) ?? 0;
    told.push({ name: `cognito-idp.client.${member}`, of, value: String(number * seconds || otherwise) });
  }
  const revocable = flag(value('enableTokenRevocation'));
  if (revocable !== undefined)
    told.push({ name: 'cognito-idp.client.enableTokenRevocation', of, value: String(revocable) });
  return told;
}

function unitOf({ params, response }: TrailEvent, unit: string): string | undefined {
  return filled(params, 'tokenValidityUnits', unit) ?? filled(response, 'userPoolClient', 'tokenValidityUnits', unit);
}
