import { publicStatements } from '../../policy/index.ts';
import { defineDetection } from '../define.ts';
import { iamUser, record } from '../example.ts';
import { isForUrl, permissionOf } from './permission.ts';

const everyone = { functionName: 'orders', statementId: 's1', action: 'lambda:InvokeFunction', principal: '*' };

function add(more: Record<string, unknown> = {}, difference = {}) {
  return record('lambda', 'AddPermission20150331v2', { params: { ...everyone, ...more }, ...difference });
}

export default defineDetection({
  id: 'lambda-permission-public',
  topic: 'B',
  title: 'Function may be invoked by anyone',
  severity: 'critical',
  attack: ['T1648'],
  why: 'Any AWS account can run the function with its role, past the API and its authorizer: a backdoor that needs no credentials of yours.',
  benign: ['Hardly any: name the account, the organization or the source instead'],
  runbook: [
    'Take the grant back: aws lambda remove-permission --function-name {target} --region {region} --statement-id ID (statementId of event {event}; all: aws lambda get-policy --function-name {target} --region {region}).',
    'See what the function may do: aws lambda get-function-configuration --function-name {target} --region {region} --query Role, and what that role did since {time}.',
    'Check that its code is still yours: UpdateFunctionCode, UpdateFunctionConfiguration and PublishLayerVersion between {time-1d} and {time+1d}.',
    'Ask {principal} whether they made the call (key {key}, from {ip}); if not, treat the credentials as stolen.',
  ],
  on: { source: 'lambda', names: ['AddPermission'] },
  match: (event) => {
    const permission = permissionOf(event);
    if (permission === undefined || isForUrl(event) || publicStatements(permission.policy).length === 0) return false;
    const { target, resource, principal, sourceArn } = permission;
    const who = principal === '*' ? 'anyone' : `anyone through ${principal}`;
    return {
      target,
      resource,
      what: `let ${who} invoke function ${target}`,
      reasons: [
        sourceArn === undefined
          ? 'no condition limits who the caller is'
          : `sourceArn ${sourceArn} does not limit whose it is`,
      ],
    };
  },
  examples: () => ({
    fires: [
      {
        title: 'everyone, as the response tells',
        severity: 'critical',
        records: [
          add(
            {},
            {
              by: iamUser(),
              response: {
                statement:
                  '{"Sid":"s1","Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction","Resource":"arn:aws:lambda:eu-central-1:111111111111:function:orders"}',
              },
            },
          ),
        ],
      },
      { title: 'everyone, without a response', severity: 'critical', records: [add()] },
      { title: 'a source that anyone can have', severity: 'critical', records: [add({ sourceArn: 'arn:aws:s3:::*' })] },
      {
        title: 'a function URL for any AWS principal',
        severity: 'critical',
        records: [add({ action: 'lambda:InvokeFunctionUrl', functionUrlAuthType: 'AWS_IAM' })],
      },
    ],
    quiet: [
      {
        title: 'a function URL for everyone, which lambda-url-open tells',
        records: [add({ action: 'lambda:InvokeFunctionUrl', functionUrlAuthType: 'NONE' })],
      },
      { title: 'one account', records: [add({ principal: '111111111111' })] },
      { title: 'everyone in the organization', records: [add({ principalOrgID: 'o-exampleorg1' })] },
      { title: 'a source of a fixed account', records: [add({ sourceAccount: '111111111111' })] },
      {
        title: 'the InvokeFunction half of a function URL',
        records: [add({ invokedViaFunctionUrl: true })],
      },
      { title: 'denied', records: [add({}, { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
