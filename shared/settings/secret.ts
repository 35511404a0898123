import type { TrailEvent } from '../cloudtrail/event.ts';
import { filled } from '../cloudtrail/field.ts';
import { type Setting, settingValue } from './setting.ts';

/** The resource policy of a secret; empty once it was deleted. */
export function secretSettings(event: TrailEvent): Setting[] {
  const of = secretName(filled(event.params, 'secretId'));
  const deleted = event.name === 'DeleteResourcePolicy';
  const policy = deleted ? '' : filled(event.params, 'resourcePolicy');
  if (of === undefined || policy === undefined || !event.name.endsWith('ResourcePolicy')) return [];
  return [{ name: 'secretsmanager.secret.resourcePolicy', of, value: settingValue(policy) }];
}

/** A secret's name from its name or ARN, which ends in six random characters (`…:secret:prod/db-AbCdEf`). */
export function secretName(nameOrArn: string | undefined): string | undefined {
  if (nameOrArn === undefined || !nameOrArn.startsWith('arn:')) return nameOrArn;
  return nameOrArn.slice(nameOrArn.indexOf(':secret:') + ':secret:'.length).replace(/-[A-Za-z0-9]{6}$/, '');
}
