import { nameOf } from '../../cloudtrail/arn.ts';
import { defineDetection } from '../define.ts';
import { patch } from '../example.ts';
import { requested } from '../requested.ts';

const arn = (name: string) => `arn:aws:iam::111111111111:role/${name}`;
const set = (name: string, difference = {}) =>
  patch('UpdateAccount', {}, [['replace', '/cloudwatchRoleArn', arn(name)]], difference);
const removed = patch('UpdateAccount', {}, [['remove', '/cloudwatchRoleArn']]);

export default defineDetection({
  id: 'apigw-account-log-role-removed',
  topic: 'L',
  title: 'Logging role of API Gateway removed',
  severity: 'high',
  attack: ['T1685.002'],
  why: 'Without this role no REST or WebSocket API of the region writes its execution log, and none may be given an access log: all go blind at once.',
  benign: ['The role is replaced by another one', 'The last API of the region is taken down'],
  runbook: [
    'Ask {principal} why API Gateway in {region} lost its logging role (it was {before}).',
    'See what it is now: aws apigateway get-account --region {region}',
    'Put it back: aws apigateway update-account --region {region} --patch-operations op=replace,path=/cloudwatchRoleArn,value={before}',
    'If another role is set, check that it trusts apigateway.amazonaws.com and may write logs: aws iam get-role --role-name {target}; aws iam list-attached-role-policies --role-name {target}',
    'Treat calls between {time} and then as unseen, and look at what else {principal} did from {time-1h} to {time+1h}.',
  ],
  on: { source: 'apigateway', names: ['UpdateAccount'] },
  match: ({ api, account, region }) => {
    const role = api === undefined ? undefined : requested(api, 'cloudwatchRoleArn');
    if (role === undefined) return false;
    const resource = `API Gateway in account ${account}, ${region}`;
    if (role === '') return { resource, what: `took the logging role off ${resource}` };
    return {
      resource,
      // Setting one is what everybody does who switches logging on.
      severity: 'low',
      what: `gave ${resource} the logging role ${role}`,
      target: nameOf(role),
    };
  },
  state: {
    changed: {
      settings: ['apigateway.account.cloudwatchRoleArn'],
      judge: ({ before, now }) => {
        if (before === undefined) return { reason: 'which role it was before is not known' };
        if (before === now || before === '') return 'quiet';
        return now === ''
          ? { severity: 'high', reason: `logs were written with ${before}` }
          : { severity: 'medium', reason: `logs were written with ${before} before` };
      },
    },
  },
  examples: () => ({
    fires: [
      { title: 'removed', severity: 'high', records: [removed] },
      {
        title: 'emptied, known to be set',
        severity: 'high',
        records: [set('logs', { minute: -600 }), patch('UpdateAccount', {}, [['replace', '/cloudwatchRoleArn', '']])],
      },
      { title: 'another role', severity: 'medium', records: [set('logs', { minute: -600 }), set('logs-2')] },
      { title: 'a role, nothing known of before', severity: 'low', records: [set('logs')] },
    ],
    quiet: [
      {
        title: 'the role it had',
        records: [
          patch('UpdateAccount', {}, [['add', '/features', 'UsagePlans']], {
            minute: -600,
            response: { cloudwatchRoleArn: arn('logs') },
          }),
          set('logs'),
        ],
      },
      {
        title: 'another setting of the account',
        records: [patch('UpdateAccount', {}, [['add', '/features', 'UsagePlans']])],
      },
      {
        title: 'refused',
        records: [
          patch('UpdateAccount', {}, [['remove', '/cloudwatchRoleArn']], { error: { code: 'AccessDeniedException' } }),
        ],
      },
    ],
  }),
});
