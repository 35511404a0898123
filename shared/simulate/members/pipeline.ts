import type { Account, HttpApi, RestApi } from '../account.ts';
import type { Chance } from '../chance.ts';
import type { Tool } from '../clients.ts';
import type { Call } from '../record.ts';
import type { Scene } from '../request.ts';
import type { Task } from '../task.ts';
import { call } from '../work/calls.ts';
import { httpRelease, newCode, restRelease } from '../work/releases.ts';

export type Kind = 'rest' | 'http' | 'containers' | 'site' | 'functions' | 'platform';

/** A deploy role of a repository's workflow. */
export interface Pipeline {
  readonly id: string;
  readonly kind: Kind;
  readonly account: Account;
  readonly role: string;
  readonly subject: string;
  readonly tool: Tool;
  readonly variant: number;
  readonly api: RestApi | undefined;
  readonly http: HttpApi | undefined;
  readonly fn: string;
  readonly extra: readonly Task[];
  readonly growth: readonly { readonly day: number; readonly task: Task }[];
  readonly rate: number;
  readonly chance: Chance;
}

/** What one run of a pipeline deploys. */
export function release({ kind, api, http, fn, account }: Pipeline, scene: Scene): readonly Call[] {
  const stackName = `${fn}-stack`;
  const stack = (name: string): Call => call('cloudformation', name, { stackName });
  if (kind === 'rest' && api) return restRelease(scene, api);
  if (kind === 'http' && http) {
    const through = 'cloudformation.amazonaws.com';
    const byStack = httpRelease(scene, http).map((step) => ({ ...step, through }));
    return [
      stack('DescribeStacks'),
      stack('CreateChangeSet'),
      stack('DescribeChangeSet'),
      stack('ExecuteChangeSet'),
      ...byStack,
      stack('DescribeStackEvents'),
    ];
  }
  if (kind === 'containers') return containers(scene, fn);
  if (kind === 'functions')
    return [
      call('lambda', 'GetFunction20150331v2', { functionName: fn }),
      newCode(scene, fn),
      call('lambda', 'PublishVersion20150331', { functionName: fn }),
    ];
  if (kind === 'platform') return platform(scene);
  return [
    call('s3', 'ListBuckets'),
    call('cloudfront', 'CreateInvalidation2020_05_31', { distributionId: `E${account.id.slice(0, 4)}EXAMPLE` }),
  ];
}

const containers = ({ chance, account, region }: Scene, fn: string): Call[] => {
  const repository = { repositoryName: fn };
  const taskDefinitionArn = `arn:aws:ecs:${region}:${account.id}:task-definition/${fn}:${chance.int(2, 400)}`;
  return [
    { ...call('ecr', 'GetAuthorizationToken'), readOnly: true },
    call('ecr', 'InitiateLayerUpload', repository),
    call('ecr', 'CompleteLayerUpload', repository),
    call('ecr', 'PutImage', { ...repository, imageTag: chance.hex(12) }),
    call('ecs', 'DescribeTaskDefinition', { taskDefinition: fn }),
    call(
      'ecs',
      'RegisterTaskDefinition',
      {
        family: fn,
        networkMode: 'awsvpc',
        executionRoleArn: `arn:aws:iam::${account.id}:role/${fn}-exec`,
        containerDefinitions: [{ name: fn, essential: true, environment: [] }],
      },
      { taskDefinition: { taskDefinitionArn } },
    ),
    call('ecs', 'UpdateService', { cluster: 'main', service: fn, taskDefinition: taskDefinitionArn }),
    call('ecs', 'DescribeServices', { cluster: 'main', services: [fn] }),
  ];
};

/** Terraform reads every role it looks after, and now and then changes one. */
const platform = (scene: Scene): Call[] => {
  const { chance, account } = scene;
  const roles = chance.some(account.roleNames, 4);
  const [changed = ''] = roles;
  const reads = roles.flatMap((roleName) =>
    ['GetRole', 'ListRolePolicies', 'ListAttachedRolePolicies'].map((name) => call('iam', name, { roleName })),
  );
  const tags = call('iam', 'TagRole', {
    roleName: changed,
    tags: [{ key: 'team', value: chance.pick(account.teams) }],
  });
  return [...reads, ...(chance.is(0.15) ? [tags] : [])];
};
