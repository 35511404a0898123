import type { TrailEvent } from '../cloudtrail/event.ts';
import { at, filled, list, texts } from '../cloudtrail/field.ts';
import { type Setting, settingValue } from './setting.ts';

/**
 * Where a web ACL's log goes and what is left out of it. Put replaces both; what Security Lake and CloudWatch manage for
 * themselves beside the customer's own (logScope) is kept apart.
 */
export function wafLogging(event: TrailEvent): Setting[] {
  const deleted = event.name === 'DeleteLoggingConfiguration';
  if (!deleted && event.name !== 'PutLoggingConfiguration') return [];
  const config = deleted ? event.params : at(event.params, 'loggingConfiguration');
  const acl = filled(config, 'resourceArn');
  if (acl === undefined) return [];
  const scope = filled(config, 'logScope') ?? 'CUSTOMER';
  const of = scope === 'CUSTOMER' ? acl : `${acl}/${scope}`;
  const destinations = deleted ? [] : texts(config, 'logDestinationConfigs');
  return [
    { name: 'wafv2.logging.destinations', of, value: settingValue(destinations) },
    { name: 'wafv2.logging.dropped', of, value: deleted ? '' : droppedBy(at(config, 'loggingFilter')) },
  ];
}

/** What a logging filter drops: empty when nothing, `all but BLOCK, COUNT`, or `ALLOW`. */
export function droppedBy(filter: unknown): string {
  const all = filled(filter, 'defaultBehavior')?.toUpperCase() === 'DROP';
  const other = all ? 'KEEP' : 'DROP';
  const conditions = list(filter, 'filters')
    .filter((one) => filled(one, 'behavior')?.toUpperCase() === other)
    .map((one) =>
      list(one, 'conditions')
        .map(condition)
        .sort()
        .join(filled(one, 'requirement') === 'MEETS_ALL' ? '+' : ', '),
    );
  const named = [...new Set(conditions.flatMap((one) => one.split(', ')))].filter((one) => one !== '').sort();
  if (!all) return named.join(', ');
  return named.length === 0 ? 'all' : `all but ${named.join(', ')}`;
}

function condition(value: unknown): string {
  const label = filled(value, 'labelNameCondition', 'labelName');
  return filled(value, 'actionCondition', 'action') ?? (label === undefined ? '' : `label ${label}`);
}
