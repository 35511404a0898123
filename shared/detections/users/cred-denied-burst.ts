import { defineDetection } from '../define.ts';
import { burst, type Difference, iamUser, record, role } from '../example.ts';

/** What somebody tries who wants to know what a key can do: operations of several services. */
const TRIED = [
  ['s3', 'ListBuckets'],
  ['iam', 'ListUsers'],
  ['iam', 'ListRoles'],
  ['ec2', 'DescribeInstances'],
  ['lambda', 'ListFunctions20150331'],
  ['secretsmanager', 'ListSecrets'],
  ['dynamodb', 'ListTables'],
  ['rds', 'DescribeDBInstances'],
  ['kms', 'ListKeys'],
  ['sns', 'ListTopics'],
  ['sqs', 'ListQueues'],
] as const;

function refused(count: number, difference: Difference = {}) {
  return burst(count, (index, minute) => {
    const [service, name] = TRIED[index % TRIED.length] ?? ['s3', 'ListBuckets'];
    const code = service === 'ec2' ? 'Client.UnauthorizedOperation' : 'AccessDenied';
    return record(service, name, { minute, by: iamUser(), error: { code }, ...difference });
  });
}

// Successes aren't weighed against it: most events interest no detection, so nobody counts them. Ten different operations
// refused in ten minutes is rare enough for anything that knows what it does.
export default defineDetection({
  id: 'cred-denied-burst',
  topic: 'U',
  title: 'Burst of denied calls',
  severity: 'medium',
  attack: ['T1580'],
  why: 'Somebody tries out what these credentials can do. A program with a job to do knows its operations, and fails at few of them.',
  benign: ['A deployment with a role that lacks rights', 'A person who looks around in the console', 'A scanner'],
  runbook: [
    'Ask the owner of {principal} what ran at {time} from {ip}.',
    'List what was tried and what worked: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=Username,AttributeValue={principal} --start-time {time-1h} --end-time {time+1h}.',
    'If nobody knows, deactivate the key: aws iam update-access-key --status Inactive --access-key-id {key} --user-name {principal}; for a role, revoke its sessions.',
    'Find out how the credentials got out before giving new ones.',
  ],
  on: { outcome: 'denied' },
  match: (event) => {
    // Services try what a role may not do all day long, and scanners of the open internet have no identity to isolate.
    if (event.principal.class === 'service' || event.principal.key === 'ext/anonymous') return false;
    if (event.invokedBy !== undefined && !event.viaConsole) return false;
    return {
      resource: `${event.principal.name} in account ${event.account}`,
      what: `was refused many different operations, ${event.service}:${event.name} among them`,
      // Each page of the console asks for dozens of things at once, whether the reader may see them or not.
      ...(event.viaConsole
        ? { severity: 'low' as const, reasons: ['in the console, whose pages ask for much at once'] }
        : {}),
    };
  },
  state: {
    count: {
      subject: (event) => event.principal.key,
      distinct: (event) => `${event.service}:${event.name}`,
      atLeast: 10,
      withinMinutes: 10,
      noun: 'different operations denied',
    },
  },
  examples: () => ({
    fires: [
      { title: 'a key is tried out', severity: 'medium', records: refused(10) },
      {
        title: 'in the console',
        severity: 'low',
        records: refused(11, { also: { sessionCredentialFromConsole: 'true' } }),
      },
    ],
    quiet: [
      { title: 'the same few operations again and again', records: refused(9).flatMap((one) => [one, one]) },
      { title: 'nine different ones', records: refused(9) },
      {
        title: 'eleven over half an hour',
        records: refused(11).map((one, index) => ({ ...one, eventTime: `2026-11-02T10:${10 + index * 3}:00Z` })),
      },
      { title: 'they fail for another reason', records: refused(11, { error: { code: 'ThrottlingException' } }) },
      {
        title: 'a service with a role of ours',
        records: refused(11, { by: { ...role('inventory'), invokedBy: 'config.amazonaws.com' } }),
      },
      { title: 'a service-linked role', records: refused(11, { by: role('AWSServiceRoleForConfig', 'scan') }) },
    ],
  }),
});
