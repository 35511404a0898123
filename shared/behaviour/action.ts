import { type Fields, fieldsOrJson } from '../cloudtrail/field.ts';
import { type Patch, patchesOf, segments } from '../cloudtrail/patch.ts';
import type { RawRecord } from '../cloudtrail/read.ts';
import { PATCHES } from './sensitivity/patches.ts';
import { tierOf } from './sensitivity/tier.ts';
import { HAS_TARGET } from './target.ts';

/** What kind of event it was, as bits of a sample (shared/state/sample.ts). */
export const BIT = { sensitive: 1, write: 2 } as const;

/** What an operation is for the model; worked out once a name. */
export interface Action {
  /** `a` and `service:EventName`. */
  readonly value: string;
  readonly service: string;
  readonly bits: number;
  /** What it changes stands in patches: API Gateway's Update calls. */
  readonly isPatch: boolean;
  /** It is about somebody worth remembering (`targetOf`). */
  readonly hasTarget: boolean;
  /** Of a service without regions: the log's region says nothing of the caller. */
  readonly isGlobal: boolean;
}

/** CloudTrail files them under the region that they are run from, mostly us-east-1. */
const GLOBAL: ReadonlySet<string> = new Set(
  'account billing budgets ce cloudfront cur globalaccelerator health iam organizations route53 shield signin sso-directory support trustedadvisor waf'.split(
    ' ',
  ),
);

export function actionOf(service: string, name: string): Action {
  const isPatch = service === 'apigateway' && name.startsWith('Update');
  const bits = bitsOf(`${service}:${name}`);
  const hasTarget = HAS_TARGET.has(service) && (bits !== 0 || name.startsWith('Assume'));
  return { value: `a${service}:${name}`, service, bits, isPatch, hasTarget, isGlobal: GLOBAL.has(service) };
}

function bitsOf(action: string): number {
  const tier = tierOf(action);
  return (tier >= 1 ? BIT.write : 0) | (tier >= 2 ? BIT.sensitive : 0);
}

const SUB_ACTIONS = new Map<string, Action>();
const REMEMBERED = 4096;
/** Patches of one call that are looked at. */
const MOST_PATCHES = 50;

/**
 * What an Update call of API Gateway changes, as an action for each path with ids and names wildcarded: an UpdateRestApi sets a
 * description, or opens the resource policy. v1 patches paths, v2 sends the members to change. Empty when the record doesn't tell.
 */
export function subActions(action: Action, raw: RawRecord): readonly Action[] {
  const params = fieldsOrJson(raw.requestParameters);
  const patched = patchesOf(params).slice(0, MOST_PATCHES).map(pathOf);
  const paths = patched.length > 0 ? patched : membersOf(params);
  const values = new Set(paths.map((path) => `${action.value}[${path}]`));
  return [...values].map((value) => {
    const known = SUB_ACTIONS.get(value);
    if (known !== undefined) return known;
    const made = {
      value,
      service: action.service,
      bits: bitsOf(value.slice(1)),
      isPatch: false,
      hasTarget: false,
      isGlobal: false,
    };
    if (SUB_ACTIONS.size < REMEMBERED) SUB_ACTIONS.set(value, made);
    return made;
  });
}

/** What a v2 call changes: all members but those that say whose. */
function membersOf(params: Fields): string[] {
  if ('template' in params || Object.keys(params).some((key) => key.endsWith('Input'))) return [];
  const members = Object.keys(params).filter((key) => !/Id$|^(domainName|stageName|name)$/.test(key));
  return members.slice(0, MOST_PATCHES).map((key) => (SETTINGS.has(key) ? `/${key}` : '/*'));
}

/**
 * Names of settings as API Gateway spells them: those that matter, and others that are common. Anything else in a path is an id, a
 * name or a key of the user's, and invented ones must not become actions without end.
 */
const SETTINGS: ReadonlySet<string> = new Set([
  ...Object.values(PATCHES).flatMap(({ tier3 = [], tier2 = [] }) =>
    [...tier3, ...tier2].flatMap((path) => path.split('/')),
  ),
  ...(
    'autoDeploy binaryMediaTypes burstLimit cacheClusterEnabled cacheClusterSize cacheKeyParameters cacheNamespace caching ' +
    'canarySettings contentHandling customerId dataTrace deploymentId description documentationVersion enabled format ' +
    'httpMethod limit logging loglevel metrics minimumCompressionSize name offset operationName parentId passthroughBehavior ' +
    'pathPart percentTraffic period quota rateLimit requestModels requestParameters requestTemplates requestValidatorId ' +
    'responseModels responseParameters responseTemplates selectionPattern stageVariables tags throttle throttling ' +
    'timeoutInMillis tracingEnabled ttlInSeconds variables version'
  ).split(' '),
]);
/** Their members are named by the user. */
const MAPS =
  /^(variables|stageVariables|requestParameters|responseParameters|requestTemplates|responseTemplates|requestModels|responseModels|tags)$/;

function pathOf({ path }: Patch): string {
  const parts = segments(path).slice(0, 6);
  const isMap = MAPS.test(parts[0] ?? '');
  return parts
    .map((part, index) => (SETTINGS.has(part) && part !== '' && !(isMap && index > 0) ? `/${part}` : '/*'))
    .join('');
}
