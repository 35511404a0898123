import type { Chance } from '../chance.ts';
import type { World } from '../world.ts';

/** What people are there for: the services they use, and the permission set that lets them. */
export interface Persona {
  readonly name: string;
  readonly set: string;
  readonly rights: 'admin' | 'power' | 'read' | 'billing';
  readonly services: readonly string[];
}

interface Kind {
  readonly name: string;
  readonly sets: readonly string[];
  readonly rights: Persona['rights'];
  readonly weight: number;
  /** Everybody of the kind uses these; of the others each organisation has its own choice. */
  readonly always: string;
  readonly often: string;
}

const KINDS: readonly Kind[] = [
  {
    name: 'backend',
    sets: ['PowerUser', 'Developer'],
    rights: 'power',
    weight: 14,
    always: 'lambda apigateway/v1 dynamodb logs monitoring',
    often:
      'sqs sns s3 states secretsmanager ssm apigateway/v2 xray events appconfig ecs servicediscovery scheduler codebuild codepipeline',
  },
  {
    name: 'data',
    sets: ['PowerUser', 'DataEngineer'],
    rights: 'power',
    weight: 7,
    always: 'glue athena s3',
    often: 'kinesis dynamodb logs rds kms redshift sagemaker firehose states batch lambda kafka',
  },
  {
    name: 'sre',
    sets: ['Admin', 'AdministratorAccess'],
    rights: 'admin',
    weight: 8,
    always: 'ec2 monitoring logs iam',
    often:
      'ecs eks elasticloadbalancing autoscaling rds route53 cloudformation ssm kms acm apigateway/v1 elasticfilesystem ecr cloudfront elasticache application-autoscaling',
  },
  {
    name: 'security',
    sets: ['SecAudit', 'SecurityAudit'],
    rights: 'read',
    weight: 4,
    always: 'iam cloudtrail guardduty config',
    often: 'kms organizations wafv2 s3 sso secretsmanager securityhub access-analyzer inspector2 ec2',
  },
  {
    name: 'finance',
    sets: ['Billing'],
    rights: 'billing',
    weight: 3,
    always: 'ce budgets',
    often: 'organizations tagging',
  },
];

/** The personas of an organisation, and how common they are there. */
export function personasOf(world: World): { personas: readonly Persona[]; weights: readonly number[] } {
  const chance = world.chance.fork('personas');
  const personas = KINDS.map(({ name, sets, rights, always, often }) => {
    const others = often.split(' ');
    const services = [
      ...always.split(' '),
      ...chance.some(others, chance.int(Math.ceil(others.length / 2), others.length)),
    ];
    return { name, set: chance.pick(sets), rights, services };
  });
  return { personas, weights: KINDS.map(({ weight }) => weight * chance.between(0.6, 1.5)) };
}

/** A person's own order of the services of their persona: what they do most comes first. */
export const leaning = (chance: Chance, { services }: Persona): string[] => {
  const [first = '', ...others] = services;
  return chance.is(0.6) ? [first, ...chance.some(others, others.length)] : chance.some(services, services.length);
};
