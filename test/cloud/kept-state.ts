import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { DynamoDocuments } from '../../shared/adapters/aws/dynamo-documents.ts';
import { DynamoStateStore } from '../../shared/adapters/aws/dynamo-state-store.ts';
import { DAY } from '../../shared/cloudtrail/time.ts';
import { type Archived, archiveKey } from '../../shared/live/archive.ts';
import { encodeItem } from '../../shared/state/encode.ts';
import { trimmed } from '../../shared/state/trim.ts';
import { byTime, type Outcome } from '../live/runs.ts';

/** What a run in the cloud has come to: the archive of these days, and all state but what only waits. */
export async function outcomeIn(
  client: DynamoDBClient,
  table: string,
  run: string,
  days: readonly number[],
): Promise<Outcome> {
  const clock = (): number => Date.now();
  const documents = new DynamoDocuments({ client, table, clock });
  const archived = async (what: Archived): Promise<string> => {
    const texts = await Promise.all(days.map((day) => documents.read(archiveKey(what, run, day))));
    return texts.join('');
  };
  return {
    findings: await archived('findings'),
    scores: await archived('scores'),
    alerts: byTime(await archived('alerts')),
    digest: byTime(await archived('digest')),
    state: await stateIn(client, table, (days.at(-1) ?? 0) + 1),
  };
}

async function stateIn(client: DynamoDBClient, table: string, nextDay: number): Promise<string[]> {
  const store = new DynamoStateStore({ client, table, clock: () => Date.now() });
  const keys = (await keysIn(client, table)).filter((key) => !/^[HO]#/.test(key));
  return [...(await store.read(keys))]
    .flatMap(([key, item]) => {
      const left = trimmed(item, nextDay * DAY);
      return left === undefined ? [] : [`${key} ${encodeItem(left)}`];
    })
    .sort();
}

/** The keys of all state in a table; documents and pieces of large items are none. */
async function keysIn(client: DynamoDBClient, table: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: table }))
    for (const { pk, sk, name } of Items) {
      const [partition = '', short = ''] = [pk?.S, sk?.S];
      if (/^(DOC|PART)#/.test(partition)) continue;
      const ofDay = /^([AH]#-?\d+)#\d+$/.exec(partition);
      keys.push(name?.S ?? (ofDay === null ? short : `${ofDay[1]}#${short}`));
    }
  return keys;
}
