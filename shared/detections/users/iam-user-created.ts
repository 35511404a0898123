import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { type Difference, iamUser, record } from '../example.ts';

const TERRAFORM = 'APN/1.0 HashiCorp/1.0 Terraform/1.13.1 (+https://www.terraform.io)';
const CODE_AGENT = /terraform|opentofu|pulumi|cloudformation/i;

function create(difference: Difference = {}) {
  const user = { userName: 'svc-report', arn: 'arn:aws:iam::111111111111:user/svc-report', path: '/' };
  return record('iam', 'CreateUser', {
    region: 'us-east-1',
    params: { userName: 'svc-report' },
    response: { user },
    ...difference,
  });
}

/**
 * A user agent is easily forged, but nothing is lost by believing it here: a new user can do nothing by itself, and what
 * is given to it (a policy, a key, a password) is judged by detections that don't look at user agents.
 */
function isFromCode(event: TrailEvent): boolean {
  return (
    event.principal.class === 'ci' ||
    event.invokedBy === 'cloudformation.amazonaws.com' ||
    CODE_AGENT.test(event.userAgent)
  );
}

// No first-seen here: users are made so rarely that who makes them would never be known, and every creation would be a first.
export default defineDetection({
  id: 'iam-user-created',
  topic: 'U',
  title: 'IAM user created',
  severity: 'low',
  attack: ['T1136.003'],
  why: 'An IAM user of one’s own outlives the stolen credentials that made it. People and applications have better ways in: Identity Center and roles.',
  benign: ['A service user for a product that can’t assume a role', 'Infrastructure as code'],
  runbook: [
    'Ask {principal} what {resource} is for and why a role will not do.',
    'See what it was given: aws iam list-attached-user-policies --user-name {target}; aws iam list-groups-for-user --user-name {target}; aws iam list-access-keys --user-name {target}.',
    'See what it has done: aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=Username,AttributeValue={target} --start-time {time}.',
    'If not meant, take away its keys, password and policies, then: aws iam delete-user --user-name {target}.',
  ],
  on: { source: 'iam', names: ['CreateUser'] },
  match: (event) => {
    const name = filled(event.params, 'userName') ?? filled(event.response, 'user', 'userName');
    if (name === undefined) return false;
    const fromCode = isFromCode(event);
    return {
      resource: `IAM user ${name}`,
      target: name,
      what: `created IAM user ${name}`,
      severity: fromCode ? 'low' : 'medium',
      reasons: [
        fromCode ? 'infrastructure as code says it made the call' : 'made by hand, not by infrastructure as code',
      ],
    };
  },
  examples: () => ({
    fires: [
      { title: 'by a person', severity: 'medium', records: [create()] },
      { title: 'with a long-term key', severity: 'medium', records: [create({ by: iamUser() })] },
      { title: 'by Terraform', severity: 'low', records: [create({ by: iamUser(), agent: TERRAFORM })] },
      {
        title: 'by CloudFormation',
        severity: 'low',
        records: [create({ by: { ...iamUser(), invokedBy: 'cloudformation.amazonaws.com' } })],
      },
    ],
    quiet: [
      {
        title: 'the name was taken',
        records: [
          create({
            error: { code: 'EntityAlreadyExistsException', message: 'User with name svc-report already exists.' },
          }),
        ],
      },
      {
        title: 'a user of another service',
        records: [record('transfer', 'CreateUser', { params: { userName: 'svc-report' } })],
      },
    ],
  }),
});
