import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { DAY, dayOf, isoTime, MINUTE } from '../../shared/cloudtrail/time.ts';
import { type Difference, iamUser, person, record, role } from '../../shared/detections/example.ts';
import { Chance } from '../../shared/simulate/chance.ts';

/** 2026-09-01, a Tuesday. */
export const FIRST_DAY = dayOf(Date.UTC(2026, 8, 1));
export const DAYS = 33;

type Act = readonly [service: string, name: string];
interface Member {
  readonly by: Record<string, unknown>;
  readonly ip: string;
  readonly agent: string;
  readonly acts: readonly Act[];
  /** Calls on a day, about. */
  readonly calls: number;
  readonly also?: Record<string, unknown>;
}

const DEVELOPER: readonly Act[] = [
  ['lambda', 'UpdateFunctionCode20150331v2'],
  ['lambda', 'GetFunction20150331v2'],
  ['apigateway', 'GetRestApis'],
  ['logs', 'DescribeLogGroups'],
  ['s3', 'ListBuckets'],
  ['cloudformation', 'DescribeStacks'],
];
const OPERATOR: readonly Act[] = [
  ['ec2', 'DescribeInstances'],
  ['ec2', 'StartInstances'],
  ['ec2', 'StopInstances'],
  ['iam', 'ListUsers'],
  ['iam', 'GetUser'],
  ['cloudwatch', 'DescribeAlarms'],
];
const MACHINE: readonly Act[] = [
  ['sqs', 'SendMessage'],
  ['dynamodb', 'DescribeTable'],
  ['secretsmanager', 'GetSecretValue'],
  ['kms', 'Decrypt'],
];
const BROWSER = 'Mozilla/5.0 (Macintosh) Chrome/129.0';

/** Twelve principals: six people, two IAM users, four roles, of which one shares its name with another by pattern. */
const MEMBERS: readonly Member[] = [
  ...['ann', 'ben', 'cem', 'dot'].map((name, index) => ({
    by: { ...person(`${name}@example.com`), accessKeyId: `ASIAPERSON00000000${index}0` },
    ip: `198.51.100.${index + 10}`,
    agent: index % 2 === 0 ? BROWSER : 'aws-cli/2.31.0',
    acts: DEVELOPER,
    calls: 5,
  })),
  ...['eve', 'fay'].map((name, index) => ({
    by: { ...person(`${name}@example.com`, 'Operator'), accessKeyId: `ASIAPERSON00000000${index}1` },
    ip: `198.51.100.${index + 30}`,
    agent: BROWSER,
    acts: OPERATOR,
    calls: 7,
  })),
  {
    by: iamUser('deployer', 'AKIADEPLOYER00000000'),
    ip: '203.0.113.9',
    agent: 'Boto3/1.34.0',
    acts: DEVELOPER,
    calls: 4,
  },
  { by: iamUser('gus', 'AKIAGUS0000000000000'), ip: '198.51.100.50', agent: BROWSER, acts: OPERATOR, calls: 4 },
  ...['i-0123456789abcdef0', 'i-0123456789abcdef1'].map((session, index) => ({
    by: role('orders-api', session, `ASIAROLE00000000000${index}`),
    ip: '10.0.3.7',
    agent: 'aws-sdk-java/2.20',
    acts: MACHINE,
    calls: 8,
    also: { vpcEndpointId: `vpce-${index}` },
  })),
  {
    by: role('stack-Role-1A2B3C4D5E6F', 'x', 'ASIAROLE000000000008'),
    ip: '10.0.4.1',
    agent: 'Boto3/1.34',
    acts: MACHINE,
    calls: 3,
  },
  {
    by: role('stack-Role-9Z8Y7X6W5V4U', 'y', 'ASIAROLE000000000009'),
    ip: '10.0.4.2',
    agent: 'Boto3/1.35',
    acts: MACHINE,
    calls: 3,
  },
  {
    by: role('nightly', 'cron', 'ASIAROLE00000000000A'),
    ip: '10.0.5.1',
    agent: 'Boto3/1.34',
    acts: MACHINE,
    calls: 30,
  },
];

/** A month of an organisation with what should stand out in its last two weeks. The same every time. */
export function organisation(): RawRecord[] {
  const chance = Chance.from(7);
  const records: RawRecord[] = [];
  const tell = (day: number, [service, name]: Act, { by, ip, agent, also }: Member, more: Difference = {}): void => {
    const minute = chance.int(0, 1439);
    const time = (FIRST_DAY + day) * DAY + minute * MINUTE + chance.int(0, 59) * 1000;
    const told = { eventID: chance.uuid(), eventTime: isoTime(time), ...also };
    records.push(record(service, name, { by, ip, agent, ...more, also: told }));
  };
  const member = (index: number): Member => MEMBERS[index] as Member;
  for (let day = 0; day < DAYS; day += 1) {
    for (const one of MEMBERS) {
      const isOff = one.agent === BROWSER && ((FIRST_DAY + day + 4) % 7) % 6 === 0;
      const calls = isOff ? 0 : chance.poisson(one.calls);
      for (let call = 0; call < calls; call += 1) {
        const error = chance.is(0.02) ? { error: { code: 'AccessDenied' } } : {};
        const ip = chance.is(0.03) ? { ip: `192.0.2.${chance.int(0, 3) * 60}` } : {};
        tell(day, chance.pickEarly(one.acts), one, { ...error, ...ip });
      }
    }
    for (const [act, who, more] of unusualOn(day)) tell(day, act, member(who), more);
  }
  return records;
}

function unusualOn(day: number): [Act, number, Difference][] {
  const from = { ip: '185.220.101.4', agent: 'python-requests/2.32' };
  const taken: Act[] = [
    ['iam', 'CreateUser'],
    ['iam', 'AttachUserPolicy'],
    ['cloudtrail', 'StopLogging'],
    ['kms', 'DisableKey'],
  ];
  const params = { params: { userName: 'backdoor' } };
  if (day === 18 || day === 19) return taken.map((act) => [act, 0, { ...from, ...params }]);
  if (day === 22) return DEVELOPER.map((act) => [act, 4, { by: iamUser('backdoor', 'AKIABACKDOOR00000000'), ...from }]);
  if (day === 24) return Array.from({ length: 900 }, () => [['dynamodb', 'DescribeTable'], 12, {}]);
  const slow = ['GetSecretValue', 'PutSecretValue', 'DeleteSecret', 'RestoreSecret', 'RotateSecret', 'TagResource'];
  const name = slow[day - 26];
  return name === undefined ? [] : [[['secretsmanager', name], 5, {}]];
}
