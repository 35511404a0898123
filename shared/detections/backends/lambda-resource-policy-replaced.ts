import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import {
  describeStatement,
  foreignPrincipals,
  type Policy,
  parsePolicy,
  publicStatements,
} from '../../policy/index.ts';
import { functionName } from '../../settings/names.ts';
import { byPipeline } from '../by-hand.ts';
import { shipped } from '../caller.ts';
import { defineDetection, type Match } from '../define.ts';
import { FOREIGN, iamUser, record, role } from '../example.ts';

const ARN = 'arn:aws:lambda:eu-central-1:111111111111:function:orders';

function put(principal: unknown, condition: unknown = {}, difference = {}) {
  const statement = {
    Sid: 's1',
    Effect: 'Allow',
    Principal: principal,
    Action: 'lambda:InvokeFunction',
    Resource: ARN,
  };
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ ...statement, Condition: condition }] });
  return record('lambda', 'PutResourcePolicy', { params: { resourceArn: ARN, policy }, ...difference });
}
const gateway = { Service: 'apigateway.amazonaws.com' };
const from = (account: string) => ({
  ArnLike: { 'aws:SourceArn': `arn:aws:execute-api:eu-central-1:${account}:a1b2c3d4e5/*` },
});

function granted(policy: Policy): Pick<Match, 'severity' | 'reasons' | 'foreign'> {
  const open = publicStatements(policy);
  if (open.length > 0) return { severity: 'critical', reasons: open.slice(0, 3).map((one) => describeStatement(one)) };
  const named = foreignPrincipals(policy, () => false).map(({ account }) => account);
  const reasons = policy.statements.slice(0, 3).map((one) => describeStatement(one));
  return { reasons, ...(named.length === 0 ? {} : { foreign: { accounts: named, severity: 'high' } }) };
}

function change(event: TrailEvent): Match | undefined {
  const name = functionName(filled(event.params, 'resourceArn'));
  if (name === undefined) return undefined;
  const about = { target: name, resource: `function ${name}` };
  // What lets nobody in is no takeover, but every API and trigger that named the function fails from here on.
  if (event.name === 'DeleteResourcePolicy')
    return {
      ...about,
      what: `deleted all permissions to invoke function ${name}`,
      severity: 'medium',
      ...shipped(event),
    };
  const policy = parsePolicy(filled(event.response, 'policy')) ?? parsePolicy(filled(event.params, 'policy'));
  const what = `replaced all permissions to invoke function ${name}`;
  if (policy === undefined) return { ...about, what, reasons: ['what they allow now could not be read'] };
  return { ...about, what, severity: byPipeline(event) ? 'low' : 'medium', ...granted(policy) };
}

export default defineDetection({
  id: 'lambda-resource-policy-replaced',
  topic: 'B',
  title: 'All permissions of a function replaced or deleted',
  severity: 'high',
  attack: ['T1098', 'T1648'],
  why: 'One call replaces every grant that AddPermission made: it can let strangers run the function, or cut off the APIs that it serves.',
  benign: ['A template that keeps the whole policy in one place'],
  runbook: [
    'See who may invoke it now: aws lambda get-policy --function-name {target} --region {region}; the reason names what the call allowed.',
    'Ask {principal} why they replaced the policy of {target} as a whole.',
    'If not meant, grant again only what the APIs need: aws lambda add-permission --function-name {target} --region {region} --statement-id ID --action lambda:InvokeFunction --principal apigateway.amazonaws.com --source-arn "arn:aws:execute-api:{region}:{account}:API/*"; the former AddPermission calls are in CloudTrail.',
    'If it was open to strangers, see what the function’s role did since {time} and compare its invocations with the requests of your APIs.',
  ],
  on: { source: 'lambda', names: ['PutResourcePolicy', 'DeleteResourcePolicy'] },
  match: change,
  examples: () => ({
    fires: [
      { title: 'open to everyone', severity: 'critical', records: [put('*', {}, { by: iamUser() })] },
      { title: 'open to API Gateway of a stranger', severity: 'high', records: [put(gateway, from(FOREIGN))] },
      { title: 'a foreign account', severity: 'high', records: [put({ AWS: FOREIGN })] },
      { title: 'an own API', severity: 'medium', records: [put(gateway, from('111111111111'))] },
      { title: 'a trusted account', severity: 'medium', trusted: [FOREIGN], records: [put({ AWS: FOREIGN })] },
      {
        title: 'an own API, by CloudFormation',
        severity: 'low',
        records: [put(gateway, from('111111111111'), { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } })],
      },
      {
        title: 'it can not be read',
        severity: 'high',
        records: [record('lambda', 'PutResourcePolicy', { params: { resourceArn: ARN, policy: '{' } })],
      },
      {
        title: 'deleted',
        severity: 'medium',
        records: [record('lambda', 'DeleteResourcePolicy', { params: { resourceArn: `${ARN}:live` } })],
      },
    ],
    quiet: [
      { title: 'denied', records: [put('*', {}, { error: { code: 'AccessDeniedException' } })] },
      {
        title: 'of a secret, which is another service',
        records: [record('secretsmanager', 'PutResourcePolicy', { params: { secretId: 's1', resourcePolicy: '{}' } })],
      },
      { title: 'read', records: [record('lambda', 'GetResourcePolicy', { params: { resourceArn: ARN } })] },
    ],
  }),
});
