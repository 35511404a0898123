import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addSuppression, listSuppressions } from '../../functions/cli/suppress.ts';
import { tableDocuments } from '../../shared/adapters/aws/table-documents.ts';
import { readSuppressions, SUPPRESSIONS_KEY } from '../../shared/alerts/kept-suppressions.ts';
import { type SlackSurroundings, surroundSlack } from '../notify/cloud.ts';

let around: SlackSurroundings;
beforeAll(async () => {
  around = await surroundSlack({});
});
afterAll(() => around.close());

const OPTIONS = { detection: 'iam-user-created', reason: 'migration', owner: 'kim', expires: '2999-01-01' };

describe('gatetrail suppress on a table', () => {
  it('keeps what the functions read', async () => {
    expect(await addSuppression({ ...OPTIONS, table: around.table })).toBe(0);
    const kept = readSuppressions(await tableDocuments(around.table, () => 0).read(SUPPRESSIONS_KEY));
    expect(kept).toMatchObject([OPTIONS]);
  });
  it('says what is wrong with a table that there is not', async () => {
    await expect(listSuppressions({ table: 'nothing' })).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringMatching(/^--table nothing: .*expected the stack output TableName/),
    });
  });
});
