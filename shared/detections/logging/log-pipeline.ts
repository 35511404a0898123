import { accountOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { amount, filled, texts } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import type { Match } from '../define.ts';
import type { Severity } from '../severity.ts';

/** What is written into a log group, told by the names that AWS and people give. */
type Group = 'trail' | 'api' | 'other';

const TRAIL = /cloud-?trail/i;
const API = /api-?gateway|^aws-waf-logs|(?:^|[/_-])(?:api-?gw|access-?logs?)(?:$|[/_-])/i;
/** Alarms and metric filters for security, as the CIS benchmark and people name them. */
const SECURITY_NAME =
  /cis[-_ ]|cloud-?trail|root|unauthori[sz]ed|console-?(?:login|sign)|mfa|iam|access-?key|policy-?change|security|guard-?duty|waf|kms|cmk|api-?gateway|4xx|5xx/i;

/** Among them those that each API has, and that go with it. */
const OF_API = /waf|api-?gateway|4xx|5xx/i;

const SHORTEST_DAYS = 30;
const GROUP_WORDS = { trail: 'that CloudTrail writes to', api: 'of API calls', other: '' } as const;

function groupOf(name: string): Group {
  if (TRAIL.test(name)) return 'trail';
  return API.test(name) ? 'api' : 'other';
}

/** How grave a loss is: what nobody else records first, what any application's teardown does last. */
const DELETION: Readonly<Record<Group, Severity>> = { trail: 'critical', api: 'high', other: 'low' };

/** What a CloudWatch Logs call cuts; undefined when nothing. */
export function logsCut(event: TrailEvent): Match | undefined {
  const name = filled(event.params, 'logGroupName');
  if (name === undefined) return undefined;
  const group = groupOf(name);
  const words = `log group ${name}${GROUP_WORDS[group] === '' ? '' : `, ${GROUP_WORDS[group]}`}`;
  const cut = (did: string, severity: Severity): Match => ({
    what: `${did} ${words}`,
    severity,
    resource: `log group ${name}`,
    target: name,
  });
  switch (event.name) {
    case 'DeleteLogGroup':
      // An API’s log group goes with the API.
      return { ...cut('deleted', DELETION[group]), ...(group === 'api' ? shipped(event) : {}) };
    case 'DeleteLogStream':
      return cut('deleted a log stream of', DELETION[group]);
    case 'DeleteSubscriptionFilter':
      return cut('cut the subscription of', group === 'other' ? 'low' : 'high');
    case 'DeleteMetricFilter':
      return cut(
        `deleted metric filter ${filled(event.params, 'filterName') ?? ''} of`,
        group === 'other' ? 'low' : 'high',
      );
    case 'PutRetentionPolicy':
      return shortened(event, group, cut);
    case 'PutSubscriptionFilter':
      return subscribed(event, group, cut);
    default:
      return undefined;
  }
}

type Cut = (did: string, severity: Severity) => Match;

/** Two weeks are what most applications keep; only a log somebody may need as evidence matters. */
function shortened(event: TrailEvent, group: Group, cut: Cut): Match | undefined {
  const days = amount(event.params, 'retentionInDays');
  if (group === 'other' || days === undefined || days >= SHORTEST_DAYS) return undefined;
  return cut(`let entries expire after ${days} days in`, group === 'trail' ? 'high' : 'medium');
}

/** Sending logs on is how they are collected; to a stranger, or a second reader of an audit log, is worth a look. */
function subscribed(event: TrailEvent, group: Group, cut: Cut): Match {
  const destination = filled(event.params, 'destinationArn') ?? '';
  const account = accountOf(destination);
  const foreign = {
    accounts: account === undefined ? [] : [account],
    severity: group === 'other' ? 'high' : 'critical',
    required: group !== 'trail',
  } as const;
  return { ...cut(`sent to ${destination || 'an unknown place'} all entries of`, 'medium'), foreign };
}

/** What a CloudWatch call does to alarms; undefined when nothing. */
export function alarmsCut(event: TrailEvent): Match | undefined {
  const names = texts(event.params, 'alarmNames');
  // Target tracking deletes the alarms it made itself.
  const made = names.filter((name) => !name.startsWith('TargetTracking-'));
  if (made.length === 0 || event.invokedBy !== undefined) return undefined;
  const security = made.filter((name) => SECURITY_NAME.test(name));
  const [first = ''] = security.length > 0 ? security : made;
  const others = made.length === 1 ? '' : ` and ${made.length - 1} more`;
  return {
    what: `${event.name === 'DeleteAlarms' ? 'deleted' : 'silenced'} alarm ${first}${others}`,
    severity: security.length > 0 ? 'high' : 'low',
    ...(security.length > 0 ? shipped(event, security.every((name) => OF_API.test(name)) ? 'low' : 'medium') : {}),
    resource: `alarm ${first}`,
    target: first,
  };
}
