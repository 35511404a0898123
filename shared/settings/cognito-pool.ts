import type { TrailEvent } from '../cloudtrail/event.ts';
import { at, fields, filled, list, text, texts } from '../cloudtrail/field.ts';
import { type Setting, settingValue } from './setting.ts';

/** Cognito writes this in the place of what may name a person; it says nothing about the value. */
export function isHidden(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('HIDDEN_');
}

/** A user pool's id in any cognito-idp call. */
export function poolId(event: TrailEvent): string | undefined {
  const { params, response, additional } = event;
  const found = filled(params, 'userPoolId') ?? filled(response, 'userPool', 'id') ?? filled(additional, 'userPoolId');
  return isHidden(found) ? undefined : found;
}

/** What a call says about a user pool itself. Values are empty where the call leaves a setting out or takes it away. */
export function poolSettings(event: TrailEvent): Setting[] {
  const of = poolId(event);
  if (of === undefined || event.omitted) return [];
  const tell = (name: string, value: unknown): Setting[] =>
    value === undefined || isHidden(value) ? [] : [{ name: `cognito-idp.${name}`, of, value: settingValue(value) }];
  const { params } = event;
  const isNew = event.name === 'CreateUserPool';
  switch (event.name) {
    case 'CreateUserPool':
    case 'UpdateUserPool':
      return [
        // AWS says that an update sets what it leaves out to its default. For MFA that was measured to be untrue: it stays.
        ...tell('pool.mfaConfiguration', filled(params, 'mfaConfiguration') ?? (isNew ? 'OFF' : undefined)),
        ...tell('pool.lambdaConfig', triggersIn(at(params, 'lambdaConfig'))),
        ...tell('pool.userPoolAddOns.advancedSecurityMode', member(params, 'userPoolAddOns', 'advancedSecurityMode')),
        ...tell(
          'pool.adminCreateUserConfig.allowAdminCreateUserOnly',
          member(params, 'adminCreateUserConfig', 'allowAdminCreateUserOnly'),
        ),
      ];
    case 'SetUserPoolMfaConfig':
      // Replaces everything about MFA: without a mode it is off.
      return tell('pool.mfaConfiguration', text(params, 'mfaConfiguration') ?? 'OFF');
    case 'SetRiskConfiguration': {
      const client = filled(params, 'clientId');
      if (client === undefined) return tell('risk.answers', riskAnswers(params));
      // A client without answers of its own has those of the pool.
      const own =
        at(params, 'compromisedCredentialsRiskConfiguration') ?? at(params, 'accountTakeoverRiskConfiguration');
      const told = tell('risk.answers', own === undefined ? '' : riskAnswers(params));
      return told.map((one) => ({ ...one, of: `${of}/${client}` }));
    }
    case 'SetLogDeliveryConfiguration':
      return tell('pool.logDestinations', logDestinations(params));
    default:
      return [];
  }
}

function member(params: unknown, group: string, name: string): unknown {
  const holder = at(params, group);
  return isHidden(holder) ? holder : (text(holder, name) ?? '');
}

/** Which function a pool calls when: `preSignUp=arn:…`. The newer triggers are objects with a version. */
export function triggersIn(config: unknown): readonly string[] | string {
  if (isHidden(config)) return String(config);
  return Object.entries(fields(config)).flatMap(([trigger, value]) => {
    const arn = filled(value) ?? filled(value, 'lambdaArn');
    return arn === undefined || trigger === 'kMSKeyID' || trigger === 'kmsKeyID' ? [] : [`${trigger}=${arn}`];
  });
}

/** What threat protection does: `high risk=BLOCK`, `leaked passwords=BLOCK`, and addresses that it never looks at. */
function riskAnswers(params: unknown): string[] {
  const takeover = at(params, 'accountTakeoverRiskConfiguration', 'actions');
  const answers = [
    ['leaked passwords', at(params, 'compromisedCredentialsRiskConfiguration', 'actions')],
    ['low risk', at(takeover, 'lowAction')],
    ['medium risk', at(takeover, 'mediumAction')],
    ['high risk', at(takeover, 'highAction')],
  ] as const;
  const skipped = texts(params, 'riskExceptionConfiguration', 'skippedIPRangeList');
  return [
    ...answers.map(([risk, action]) => `${risk}=${filled(action, 'eventAction') ?? 'NO_ACTION'}`),
    ...skipped.map((range) => `skipped=${range}`),
  ];
}

/** Where a pool's logs go: `userAuthEvents to arn:…`. */
export function logDestinations(params: unknown): string[] {
  return list(params, 'logConfigurations').flatMap((one) => {
    const to =
      filled(one, 'cloudWatchLogsConfiguration', 'logGroupArn') ??
      filled(one, 's3Configuration', 'bucketArn') ??
      filled(one, 'firehoseConfiguration', 'streamArn');
    return to === undefined ? [] : [`${filled(one, 'eventSource') ?? 'logs'} to ${to}`];
  });
}

/** What identity providers and resource servers of a pool are, without their secrets. */
export function providerSettings(event: TrailEvent): Setting[] {
  const pool = poolId(event);
  const { params } = event;
  if (/^(Create|Update)ResourceServer$/.test(event.name)) {
    const server = filled(params, 'identifier');
    if (pool === undefined || server === undefined) return [];
    const scopes = list(params, 'scopes').map((scope) => filled(scope, 'scopeName') ?? '');
    return [{ name: 'cognito-idp.resourceServer.scopes', of: `${pool}/${server}`, value: settingValue(scopes) }];
  }
  const provider = filled(params, 'providerName');
  if (!/^(Create|Update)IdentityProvider$/.test(event.name) || pool === undefined || provider === undefined) return [];
  const of = `${pool}/${provider}`;
  const told: Setting[] = [];
  // An update that leaves one of them out leaves it as it is.
  const details = at(params, 'providerDetails');
  if (details !== undefined && !isHidden(details))
    told.push({ name: 'cognito-idp.provider.details', of, value: settingValue(detailsIn(details)) });
  const mapping = at(params, 'attributeMapping');
  if (mapping !== undefined && !isHidden(mapping))
    told.push({ name: 'cognito-idp.provider.attributeMapping', of, value: settingValue(mapping) });
  return told;
}

/** What decides whom a provider lets in. Only these: the rest holds client secrets and private keys. */
const DETAILS = [
  'MetadataURL',
  'MetadataFile',
  'oidc_issuer',
  'jwks_uri',
  'token_url',
  'authorize_url',
  'attributes_url',
  'client_id',
  'IDPInit',
];

export function detailsIn(details: unknown): string[] {
  return DETAILS.flatMap((name) => {
    const value = filled(details, name);
    return value === undefined || isHidden(value) ? [] : [`${name}=${value}`];
  });
}
