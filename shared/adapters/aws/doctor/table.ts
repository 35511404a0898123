import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { type Answer, ask, unanswered } from './ask.ts';
import { type Line, ok, problem, warn } from './line.ts';

/** The attribute by which rows expire. */
const TTL = 'ttl';

/** The table that holds what is remembered. */
export interface TableFacts {
  readonly table: string;
  readonly described: Answer<{ readonly status: string; readonly isProtected: boolean }>;
  /** The attribute by which rows expire; undefined: they don't. */
  readonly ttl: Answer<string | undefined>;
  readonly hasPointInTimeRecovery: Answer<boolean>;
}

export async function askTable(client: DynamoDBClient, table: string): Promise<TableFacts> {
  const described = await ask('dynamodb:DescribeTable', async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
    return { status: Table?.TableStatus ?? '', isProtected: Table?.DeletionProtectionEnabled ?? false };
  });
  const ttl = await ask('dynamodb:DescribeTimeToLive', async () => {
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: table }));
    const isOn = /^ENABL/.test(TimeToLiveDescription?.TimeToLiveStatus ?? '');
    return isOn ? TimeToLiveDescription?.AttributeName : undefined;
  });
  const hasPointInTimeRecovery = await ask('dynamodb:DescribeContinuousBackups', async () => {
    const { ContinuousBackupsDescription: about } = await client.send(
      new DescribeContinuousBackupsCommand({ TableName: table }),
    );
    return about?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === 'ENABLED';
  });
  return { table, described, ttl, hasPointInTimeRecovery };
}

export function judgeTable({ table, described, ttl, hasPointInTimeRecovery }: TableFacts): Line[] {
  const check = `table ${table}`;
  const gone = { text: 'there is no such table: nothing is remembered', advice: 'deploy the stack anew' };
  if (described.is !== 'known') return [unanswered(check, described, gone)];
  const { status, isProtected } = described.value;
  const lines: Line[] = [
    status === 'ACTIVE'
      ? ok(check, 'exists')
      : problem(check, `is ${status}`, 'wait until it is ACTIVE, and find out who changed it'),
  ];
  if (!isProtected)
    lines.push(
      warn(
        check,
        'can be deleted by one call',
        `aws dynamodb update-table --table-name ${table} --deletion-protection-enabled`,
      ),
    );
  if (ttl.is !== 'known') lines.push(unanswered(`${check}, expiry`, ttl, gone));
  else if (ttl.value !== TTL)
    lines.push(
      problem(
        check,
        `rows never expire: TTL is ${ttl.value === undefined ? 'off' : `on ${ttl.value}`}`,
        `turn TTL on for the attribute ${TTL}, or the table grows for ever`,
      ),
    );
  if (hasPointInTimeRecovery.is !== 'known') lines.push(unanswered(`${check}, recovery`, hasPointInTimeRecovery, gone));
  else if (!hasPointInTimeRecovery.value)
    lines.push(
      warn(check, 'has no point-in-time recovery', 'turn it on: what is normal for whom takes weeks to learn'),
    );
  return lines;
}
