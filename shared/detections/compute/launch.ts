import type { TrailEvent } from '../../cloudtrail/event.ts';
import { amount, at, type Fields, filled, list } from '../../cloudtrail/field.ts';
import { ec2Request } from './ec2-request.ts';

/** The ways to start EC2 instances. */
export const LAUNCHES = ['RunInstances', 'RequestSpotInstances', 'RequestSpotFleet', 'CreateFleet'] as const;

/** What a call wanted to start: the instance types it would take, and how many at most. */
export interface Launch {
  readonly types: readonly string[];
  readonly count: number;
}

/** The launch that a call asked for; types are empty where a launch template holds them. */
export function launchOf(event: TrailEvent): Launch {
  const request = ec2Request(event);
  switch (event.name) {
    case 'RequestSpotInstances':
      return { types: typesIn(list(request, 'launchSpecification')), count: amount(request, 'instanceCount') ?? 1 };
    case 'RequestSpotFleet':
      return spotFleet(request);
    case 'CreateFleet': {
      const configs = list(request, 'launchTemplateConfigs');
      return {
        types: typesIn(configs.flatMap((config) => list(config, 'overrides'))),
        count: amount(request, 'targetCapacitySpecification', 'totalTargetCapacity') ?? 1,
      };
    }
    default: {
      const wanted = list(request, 'instancesSet').map((item) => amount(item, 'maxCount') ?? 1);
      return { types: typesIn([request]), count: wanted.reduce((sum, each) => sum + each, 0) };
    }
  }
}

function spotFleet(request: Fields): Launch {
  const config = at(request, 'spotFleetRequestConfig');
  const overrides = list(config, 'launchTemplateConfigs').flatMap((each) => list(each, 'overrides'));
  const specifications = list(config, 'launchSpecifications');
  return { types: typesIn([...specifications, ...overrides]), count: amount(config, 'targetCapacity') ?? 1 };
}

function typesIn(specifications: readonly unknown[]): string[] {
  const types = specifications.map((each) => filled(each, 'instanceType'));
  return [...new Set(types.filter((type) => type !== undefined))].sort();
}

/** Families with GPUs, accelerators or FPGAs: what coins are mined and models are run on. */
const ACCELERATED = /^(?:p|g|gr|dl|trn|inf|f|vt)\d/;
const LARGE = 16;

export function isAccelerated(type: string): boolean {
  return ACCELERATED.test(type);
}

/** From 64 vCPUs on, as `.16xlarge` has in most families, and whole machines. */
export function isLarge(type: string): boolean {
  const [, size = ''] = type.split('.');
  return size.startsWith('metal') || Number(/^(\d{1,3})xlarge$/.exec(size)?.[1] ?? '0') >= LARGE;
}

/** `p5` for `p5.48xlarge`. */
export function familyOf(type: string): string {
  return type.split('.')[0] ?? type;
}

/** Errors that say an account may not have that many, or not there: what somebody meets who takes all he can get. */
const OUT_OF_BOUNDS = /LimitExceeded|CountExceeded|PendingVerification|OptInRequired|\.Blocked|QuotaExceeded/;

export function isOutOfBounds(event: TrailEvent): boolean {
  return OUT_OF_BOUNDS.test(event.error?.code ?? '');
}
