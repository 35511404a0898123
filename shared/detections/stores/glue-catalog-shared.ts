import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, list } from '../../cloudtrail/field.ts';
import { defineDetection, type Match } from '../define.ts';
import { FOREIGN, record } from '../example.ts';
import { audienceOf, shared } from '../sharing.ts';
import { member, memberText } from './members.ts';
import { receivingAccounts } from './receivers.ts';

const CATALOG = 'arn:aws:glue:eu-central-1:111111111111:catalog';

function policy(Principal: unknown) {
  const Statement = [{ Effect: 'Allow', Principal, Action: 'glue:GetTable', Resource: CATALOG }];
  return record('glue', 'PutResourcePolicy', {
    params: { policyInJson: JSON.stringify({ Version: '2012-10-17', Statement }), enableHybrid: 'TRUE' },
  });
}
function grant(dataLakePrincipalIdentifier: string, difference = {}) {
  return record('lakeformation', 'GrantPermissions', {
    params: {
      principal: { dataLakePrincipalIdentifier },
      resource: { table: { databaseName: 'orders', name: 'payments' } },
      permissions: ['SELECT'],
    },
    ...difference,
  });
}

function granted({ params }: TrailEvent): Match | undefined {
  const entries =
    memberText(params, 'principal', 'dataLakePrincipalIdentifier') === undefined ? list(params, 'entries') : [params];
  const ids = entries.flatMap((entry) => memberText(entry, 'principal', 'dataLakePrincipalIdentifier') ?? []);
  const table = member(entries[0], 'resource', 'table');
  const name = [memberText(table, 'databaseName'), memberText(table, 'name')]
    .filter((part) => part !== undefined)
    .join('.');
  const thing = name === '' ? 'data lake resources' : `table ${name}`;
  return shared(thing, name === '' ? 'data lake' : name, { everyone: false, accounts: receivingAccounts(ids) });
}

export default defineDetection({
  id: 'glue-catalog-shared',
  topic: 'X',
  title: 'Data catalog shared with strangers',
  severity: 'high',
  attack: ['T1537'],
  why: 'The other account queries your tables from its own console; the reads are logged there, not here.',
  benign: ['A data mesh account that belongs on the trust list'],
  runbook: [
    'Ask {principal} who reads from that account.',
    'See what is shared: aws glue get-resource-policy --region {region}; aws lakeformation list-permissions --region {region}.',
    'Take it back: aws glue delete-resource-policy --region {region}, or aws lakeformation revoke-permissions with the same principal, resource and permissions.',
    'See who read since {time}: GetDataAccess of lakeformation.amazonaws.com with a foreign userIdentity.accountId.',
  ],
  on: { source: ['glue', 'lakeformation'], names: ['PutResourcePolicy', 'GrantPermissions', 'BatchGrantPermissions'] },
  match: (event) => {
    if (event.service === 'lakeformation') return granted(event);
    const audience = audienceOf(event.params['policyInJson']);
    const catalog = filled(event.params, 'resourceArn') ?? `${event.account}, ${event.region}`;
    return audience === undefined ? undefined : shared(`data catalog ${catalog}`, catalog, audience);
  },
  examples: () => ({
    fires: [
      { title: 'the catalog', severity: 'high', records: [policy({ AWS: FOREIGN })] },
      { title: 'the catalog, to everyone', severity: 'critical', records: [policy('*')] },
      { title: 'a table', severity: 'high', records: [grant(FOREIGN)] },
      {
        title: 'several tables at once',
        severity: 'high',
        records: [
          record('lakeformation', 'BatchGrantPermissions', {
            params: {
              entries: ['111111111111', FOREIGN].map((dataLakePrincipalIdentifier, id) => ({
                id,
                principal: { dataLakePrincipalIdentifier },
                permissions: ['SELECT'],
              })),
            },
          }),
        ],
      },
    ],
    quiet: [
      { title: 'to a role of the account', records: [grant('arn:aws:iam::111111111111:role/reports')] },
      { title: 'to a trusted account', trusted: [FOREIGN], records: [grant(FOREIGN)] },
      { title: 'refused', records: [grant(FOREIGN, { error: { code: 'AccessDeniedException' } })] },
      {
        title: 'to a unit of the organization',
        records: [grant('arn:aws:organizations::999999999999:ou/o-exampleorg1/ou-ab12-34cd56ef')],
      },
    ],
  }),
});
