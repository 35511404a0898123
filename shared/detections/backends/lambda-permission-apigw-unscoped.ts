import { accountOf, parseArn } from '../../cloudtrail/arn.ts';
import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import { isForApi, type Permission, permissionOf } from './permission.ts';

function add(more: Record<string, unknown> = {}, difference = {}) {
  const params = {
    functionName: 'orders',
    statementId: 'apigw',
    action: 'lambda:InvokeFunction',
    principal: 'apigateway.amazonaws.com',
    ...more,
  };
  return record('lambda', 'AddPermission20150331v2', { params, ...difference });
}

/** Whose APIs may invoke: any account's, any of one account's, or undefined for a single API. */
function openTo({ sourceArn, sourceAccount }: Permission): 'anyone' | 'account' | undefined {
  const account = sourceAccount ?? (sourceArn === undefined ? undefined : accountOf(sourceArn));
  if (account === undefined) return 'anyone';
  const apiId = sourceArn === undefined ? '*' : (parseArn(sourceArn)?.resource.split('/')[0] ?? '*');
  return /[*?]/.test(apiId) ? 'account' : undefined;
}

export default defineDetection({
  id: 'lambda-permission-apigw-unscoped',
  topic: 'B',
  title: 'API Gateway may invoke the function from any API',
  severity: 'high',
  attack: ['T1648'],
  why: "API Gateway calls for whoever owns an API. Without a source, an API in anybody's account can invoke this function and see its answers.",
  benign: ['Old tutorials and templates that leave sourceArn out'],
  runbook: [
    'See the grant: aws lambda get-policy --function-name {target} --region {region}.',
    'Add it again for the one API that needs it: aws lambda add-permission --function-name {target} --region {region} --statement-id apigw-API --action lambda:InvokeFunction --principal apigateway.amazonaws.com --source-arn "arn:aws:execute-api:{region}:{account}:API/*/VERB/PATH".',
    'Then take the wide one back: aws lambda remove-permission --function-name {target} --region {region} --statement-id ID (statementId of event {event}).',
    'If {principal} did not mean it, compare the invocations of {target} since {time} with the requests of your own APIs.',
  ],
  on: { source: 'lambda', names: ['AddPermission'] },
  match: (event) => {
    const permission = permissionOf(event);
    if (permission === undefined || !isForApi(permission)) return false;
    const open = openTo(permission);
    if (open === undefined) return false;
    const { target, resource } = permission;
    return {
      target,
      resource,
      what: `let API Gateway invoke function ${target} for ${open === 'anyone' ? "any account's APIs" : 'every API of one account'}`,
      ...(open === 'account' ? { severity: 'low' } : {}),
    };
  },
  examples: () => ({
    fires: [
      { title: 'no source at all', severity: 'high', records: [add()] },
      {
        title: 'a source of any account',
        severity: 'high',
        records: [add({ sourceArn: 'arn:aws:execute-api:eu-central-1:*:*/*/GET/orders' }, { by: role() })],
      },
      {
        title: 'any API of the account',
        severity: 'low',
        records: [add({ sourceArn: 'arn:aws:execute-api:eu-central-1:111111111111:*/*/*' })],
      },
      { title: 'the account alone', severity: 'low', records: [add({ sourceAccount: '111111111111' })] },
    ],
    quiet: [
      {
        title: 'one API, any stage and method',
        records: [add({ sourceArn: 'arn:aws:execute-api:eu-central-1:111111111111:a1b2c3d4e5/*/*' })],
      },
      {
        title: 'one authorizer',
        records: [add({ sourceArn: 'arn:aws:execute-api:eu-central-1:111111111111:a1b2c3d4e5/authorizers/q1w2e3' })],
      },
      { title: 'another service', records: [add({ principal: 'events.amazonaws.com' })] },
    ],
  }),
});
