import { expect } from 'vitest';
import { ofType, type Template } from './package.ts';

/** `{"ingest":["s3:GetObject",…]}`: the actions that each function was seen to need. */
export type Recorded = Readonly<Record<string, readonly string[]>>;

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** Calls whose permission has another name than the call. The rest: `s3:GetObject` for GetObject. */
const NAMED_OTHERWISE: Readonly<Record<string, string>> = {
  's3:HeadObject': 's3:GetObject',
  's3:ListObjectsV2': 's3:ListBucket',
  's3:ListObjects': 's3:ListBucket',
  's3:GetBucketNotificationConfiguration': 's3:GetBucketNotification',
  's3:HeadBucket': 's3:ListBucket',
  'sns:PublishBatch': 'sns:Publish',
  'sqs:SendMessageBatch': 'sqs:SendMessage',
  'sqs:DeleteMessageBatch': 'sqs:DeleteMessage',
  'sqs:ChangeMessageVisibilityBatch': 'sqs:ChangeMessageVisibility',
};
/** Clients of the SDK whose service has another prefix in IAM. */
const PREFIX: Readonly<Record<string, string>> = { 'secrets-manager': 'secretsmanager', sfn: 'states' };

/** What a function with an event source mapping needs for it: Lambda polls the queue in its name. */
const POLLING = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
/** What no function calls itself, and needs none the less: by action, why. */
const OTHERS_CALL: Readonly<Record<string, string>> = {
  'logs:CreateLogStream': 'the runtime writes the log',
  'logs:PutLogEvents': 'the runtime writes the log',
  'kms:Decrypt': 'S3 and SSM decrypt in the name of the function',
  's3:ListBucket': 'without it S3 answers AccessDenied for an object that is missing',
};

/** The permission that a call of the SDK needs: `iamAction('s3', 'ListObjectsV2')` is `s3:ListBucket`. */
export function iamAction(service: string, operation: string): string {
  const call = `${PREFIX[service] ?? service}:${operation}`;
  return NAMED_OTHERWISE[call] ?? call;
}

function isPolledFor(template: Template, functionName: string): boolean {
  return ofType(template, 'AWS::Lambda::EventSourceMapping').some(([, { Properties }]) => {
    const [id] = Properties.FunctionName['Fn::GetAtt'];
    return template.Resources[id]?.Properties.FunctionName.endsWith(`-live-${functionName}`);
  });
}

/** The statements of a function's role: those within, and those of the policies attached to it. */
export function statementsOf(template: Template, functionName: string): Statement[] {
  const [, found] =
    ofType(template, 'AWS::Lambda::Function').find(([, { Properties }]) =>
      Properties.FunctionName.endsWith(`-live-${functionName}`),
    ) ?? [];
  const role = found?.Properties.Role['Fn::GetAtt'][0];
  if (typeof role !== 'string') throw new Error(`the template has no function ${functionName} with a role`);
  const attached = ofType(template, 'AWS::IAM::Policy').filter(([, { Properties }]) =>
    Properties.Roles.some(({ Ref }: { Ref: string }) => Ref === role),
  );
  const inline: { PolicyDocument: { Statement: Statement[] } }[] = template.Resources[role]?.Properties.Policies ?? [];
  return [...inline, ...attached.map(([, { Properties }]) => Properties)]
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement as Statement[])
    .filter((statement) => 'Effect' in statement);
}

/** Every statement of every role and policy, with the logical id of where it stands. */
export function allStatements(template: Template): (Statement & { readonly at: string })[] {
  return Object.entries(template.Resources).flatMap(([at, { Type, Properties }]) => {
    const policies: { PolicyDocument: { Statement: Statement[] } }[] =
      Type === 'AWS::IAM::Role' ? (Properties.Policies ?? []) : Type === 'AWS::IAM::Policy' ? [Properties] : [];
    return policies
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .filter((statement) => 'Effect' in statement)
      .map((statement) => ({ ...statement, at }));
  });
}

/** The actions that a function's role allows, sorted. */
export function actionsAllowed(template: Template, functionName: string): string[] {
  const actions = statementsOf(template, functionName).flatMap(({ Effect, Action }) =>
    Effect === 'Allow' ? [Action].flat() : [],
  );
  return [...new Set(actions as string[])].sort();
}

/**
 * Both ways: what was called and is not allowed, and what is allowed and was never called. Empty when roles and calls are the same.
 * `unused` names what is allowed for calls that the recording can't show: by function, action and why.
 */
export function roleMistakes(
  template: Template,
  recorded: Recorded,
  unused: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
): string[] {
  return Object.entries(recorded).flatMap(([name, called]) => {
    const allowed = actionsAllowed(template, name);
    const polling = isPolledFor(template, name) ? POLLING : [];
    const excused = new Set([...Object.keys(OTHERS_CALL), ...polling, ...Object.keys(unused[name] ?? {})]);
    return [
      ...[...new Set(called)]
        .filter((action) => !allowed.includes(action))
        .map((action) => `${name} calls ${action}, which its role lacks`),
      ...allowed
        .filter((action) => !called.includes(action) && !excused.has(action))
        .map((action) => `${name} may ${action}, and never does`),
    ];
  });
}

/** Fails with every line of `roleMistakes`. */
export function expectRolesAllowExactly(...given: Parameters<typeof roleMistakes>): void {
  expect(roleMistakes(...given)).toEqual([]);
}
