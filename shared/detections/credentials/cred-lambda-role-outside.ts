import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, filled } from '../../cloudtrail/field.ts';
import { defineDetection, type Match } from '../define.ts';
import { type Difference, daily, record, role } from '../example.ts';
import { networkOf } from '../network.ts';
import { isAmazons, isPlaced, whoseNetwork } from './where.ts';

/** AWS's SDKs write Lambda's AWS_EXECUTION_ENV into the user agent. */
const IN_LAMBDA = /\bexec-env\/AWS_Lambda/;

/**
 * What Lambda itself does with the function's session when it starts one, without saying invokedBy: its log stream, and its
 * environment variables.
 */
function isLambdaItself(event: TrailEvent): boolean {
  if (event.userAgent.startsWith('awslambda-worker')) return true;
  return (
    event.name === 'Decrypt' && filled(at(event.params, 'encryptionContext'), 'aws:lambda:FunctionArn') !== undefined
  );
}

/** A role that only functions have: Lambda names its sessions after them, and somebody who assumes it by hand is told too. */
function match(event: TrailEvent): Match | false {
  const { principal } = event;
  if (principal.class !== 'role') return false;
  if (event.invokedBy !== undefined || isLambdaItself(event)) return false;
  if (IN_LAMBDA.test(event.userAgent)) return { learnOnly: true };
  // A program beside the function (an extension) has no such user agent, but is at Amazon's or in a VPC all the same.
  if (networkOf(event) === undefined || isAmazons(event)) return false;
  return {
    resource: `role ${principal.name}`,
    target: principal.name,
    what: `used the role of functions from ${event.ip}, which is not Lambda, as session ${principal.session ?? 'without a name'}`,
    severity: isPlaced(event) ? 'critical' : 'high',
    reasons: [whoseNetwork(event), `the user agent is ${event.userAgent.slice(0, 100)}`],
    listed: [{ list: 'networks', names: [event.ip], quiet: 'listed' }],
  };
}

const LAMBDA = 'Boto3/1.40.1 md/Botocore#1.40.1 lang/python#3.13.1 exec-env/AWS_Lambda_python3.13';
const AT_AMAZON = '198.51.100.10';
const AWAY = '203.0.113.7';
const PLACES = {
  [AT_AMAZON]: { asn: 64511, organization: 'Amazon.com, Inc.', country: 'DE' },
  [AWAY]: { asn: 64510, organization: 'Example Hosting', country: 'VN' },
};

function call(agent: string, ip: string, difference: Difference & { session?: string } = {}) {
  const { session = 'orders-writer', ...rest } = difference;
  return record('dynamodb', 'UpdateTable', { agent, ip, by: role('orders-role', session), ...rest });
}
const week = daily(3, (minute) => call(LAMBDA, AT_AMAZON, { minute }));
const decrypt = (encryptionContext: Record<string, string>) =>
  record('kms', 'Decrypt', {
    ip: AWAY,
    agent: 'aws-internal/3 aws-sdk-java/1.12',
    by: role('orders-role', 'orders-writer'),
    params: { encryptionContext },
  });
const CLI = 'aws-cli/2.31.0 md/awscrt#0.27 os/linux';

export default defineDetection({
  id: 'cred-lambda-role-outside',
  topic: 'C',
  title: 'Function’s credentials used outside of Lambda',
  severity: 'critical',
  attack: ['T1552.007'],
  why: 'The credentials are in the function’s environment: who can run code in it, or make it print its environment, can copy them, and has the role’s rights until they expire.',
  benign: ['Somebody debugs with credentials that a function printed', 'A tool that hides what it runs in'],
  runbook: [
    'Ask the owners of the functions with role {target} whether anybody took their credentials at {time}; {ip} is where they were used.',
    'If not, deny the open sessions of the role first (console: Revoke sessions; or a Deny for aws:TokenIssueTime before now); the function gets new ones by itself.',
    'See what was done from there: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h}, in us-east-1 and every region you use.',
    'Find how they left: errors that print the environment, a library with a hole, changed code: aws lambda list-functions --region {region} --query "Functions[?contains(Role, \'{target}\')].[FunctionName,LastModified]".',
  ],
  on: { first: 'network', identity: 'AssumedRole', outcome: 'any' },
  match,
  state: {
    firstSeen: {
      subject: (event) => event.principal.key,
      value: (event) => (IN_LAMBDA.test(event.userAgent) ? 'Lambda' : 'elsewhere'),
      noun: 'use',
      learnDays: 3,
    },
  },
  examples: () => ({
    fires: [
      { title: 'from elsewhere', severity: 'critical', places: PLACES, records: [...week, call(CLI, AWAY)] },
      { title: 'places unknown', severity: 'high', records: [...week, call(CLI, AWAY)] },
      { title: 'decrypts something else', severity: 'high', records: [...week, decrypt({ table: 'orders' })] },
      {
        title: 'the role assumed by hand',
        severity: 'critical',
        places: PLACES,
        records: [...week, call(CLI, AWAY, { session: 'debugging' })],
      },
      {
        title: 'refused',
        severity: 'critical',
        places: PLACES,
        records: [...week, call(CLI, AWAY, { error: { code: 'AccessDeniedException' } })],
      },
    ],
    quiet: [
      { title: 'in Lambda, at a new address', places: PLACES, records: [...week, call(LAMBDA, AWAY)] },
      { title: 'an extension beside the function', places: PLACES, records: [...week, call(CLI, AT_AMAZON)] },
      { title: 'in a VPC', places: PLACES, records: [...week, call(CLI, '10.0.0.7')] },
      {
        title: 'a role that was never Lambda’s',
        places: PLACES,
        records: [...daily(7, (minute) => call(CLI, AT_AMAZON, { minute })), call(CLI, AWAY)],
      },
      {
        title: 'Lambda itself, at the start of the function',
        records: [...week, call('awslambda-worker/1.0 rusoto/0.48.0', AWAY)],
      },
      {
        title: 'Lambda itself decrypts the environment',
        records: [
          ...week,
          decrypt({ 'aws:lambda:FunctionArn': 'arn:aws:lambda:eu-central-1:111111111111:function:orders-writer' }),
        ],
      },
      {
        title: 'a role that is used elsewhere too',
        places: PLACES,
        records: [
          ...daily(3, (minute) => call(LAMBDA, AT_AMAZON, { minute })),
          ...daily(3, (minute) => call(CLI, AWAY, { minute })),
          call(CLI, AWAY),
        ],
      },
      {
        title: 'a role that moves into Lambda',
        places: PLACES,
        records: [...daily(3, (minute) => call(CLI, AWAY, { minute })), call(LAMBDA, AT_AMAZON)],
      },
      { title: 'a function that is new', places: PLACES, records: [...week.slice(-2), call(CLI, AWAY)] },
      {
        title: 'an own network',
        places: PLACES,
        lists: { networks: ['203.0.113.0/24'] },
        records: [...week, call(CLI, AWAY)],
      },
    ],
  }),
});
