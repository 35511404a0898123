import { nameOf } from '../../cloudtrail/arn.ts';
import { defineDetection } from '../define.ts';
import { ACCOUNT, daily, record } from '../example.ts';
import { ORDINARY_WEEK, roleArnOf } from './assumption.ts';

const GATEWAY = 'apigateway.amazonaws.com';

function assume(roleName: string, minute = 0, invokedBy = GATEWAY) {
  const params = { roleArn: `arn:aws:iam::${ACCOUNT}:role/${roleName}`, roleSessionName: '1788260400000' };
  return record('sts', 'AssumeRole', {
    minute,
    by: { type: 'AWSService', invokedBy },
    ip: invokedBy,
    agent: invokedBy,
    params,
  });
}

export default defineDetection({
  id: 'apigw-assumed-new-role',
  topic: 'R',
  title: 'API Gateway assumed a new role',
  severity: 'medium',
  attack: ['T1078.004'],
  why: 'An API now acts with this role’s rights, for whoever calls it: an integration straight to an AWS service lets callers do what the role may do.',
  benign: ['A new integration or authorizer', 'A role that was renamed'],
  runbook: [
    'Find the API change behind it: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventSource,AttributeValue=apigateway.amazonaws.com --start-time {time-1h} --end-time {time} (PutIntegration, CreateIntegration, CreateAuthorizer, UpdateAccount).',
    'See what the role may do: aws iam list-attached-role-policies --role-name {target} and aws iam list-role-policies --role-name {target}.',
    'See what was done with it since: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=ResourceName,AttributeValue={target} --start-time {time}.',
    'If no release explains it, take the credentials off the integration and deploy.',
  ],
  on: { source: 'sts', names: ['AssumeRole'], identity: 'AWSService', invokedBy: 'apigateway.amazonaws.com' },
  match: (event) => {
    const roleArn = roleArnOf(event);
    if (roleArn === undefined) return false;
    const role = nameOf(roleArn);
    return { resource: `role ${role}`, target: role, what: `assumed role ${role} for an API` };
  },
  state: {
    firstSeen: {
      subject: (event) => event.account,
      value: roleArnOf,
      noun: 'role of API Gateway',
      learnDays: 3,
      learnFrom: 'account',
    },
  },
  examples: () => ({
    fires: [
      { title: 'the first ever', severity: 'medium', records: [...ORDINARY_WEEK, assume('orders-integration')] },
      {
        title: 'another than every day',
        severity: 'medium',
        records: [...daily(3, (minute) => assume('orders-integration', minute)), assume('admin')],
      },
    ],
    quiet: [
      {
        title: 'the same as every day',
        records: [...daily(7, (minute) => assume('orders-integration', minute)), assume('orders-integration')],
      },
      {
        title: 'another service',
        records: [...ORDINARY_WEEK, assume('orders-integration', 0, 'states.amazonaws.com')],
      },
      { title: 'while the account is still new to us', records: [assume('orders-integration')] },
      {
        title: 'refused',
        records: [...ORDINARY_WEEK, { ...assume('orders-integration'), errorCode: 'AccessDenied' }],
      },
    ],
  }),
});
