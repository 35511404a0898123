import { isAccountId } from '../../cloudtrail/arn.ts';
import { filled, list } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { ACCOUNT, type Difference, FOREIGN, record } from '../example.ts';

const replicate = (registryIds: readonly string[], difference: Difference = {}) =>
  record('ecr', 'PutReplicationConfiguration', {
    params: {
      replicationConfiguration: {
        rules: registryIds.map((registryId) => ({ destinations: [{ region: 'us-east-1', registryId }] })),
      },
    },
    ...difference,
  });

export default defineDetection({
  id: 'ecr-replication-foreign',
  topic: 'X',
  title: 'Container images copied to a foreign account',
  severity: 'high',
  attack: ['T1537'],
  why: 'From now on every image that is pushed is copied there by itself, with the code and whatever keys it holds.',
  benign: ['A registry account of your own that is not read here: put it on the trust list'],
  runbook: [
    'Ask {principal} whose account {target} is.',
    'See the rules: aws ecr describe-registry --region {region} --query replicationConfiguration.',
    'If it was not meant: aws ecr put-replication-configuration --region {region} --replication-configuration \'{"rules":[]}\' (write back the rules you need).',
    'List what was pushed since {time}: it is there as well. aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=PutImage --start-time {time} --end-time {time+6h}. Rotate keys that those images hold.',
  ],
  on: { source: 'ecr', names: ['PutReplicationConfiguration'] },
  match: (event) => {
    const rules = list(event.params['replicationConfiguration'], 'rules');
    const named = rules.flatMap((rule) => list(rule, 'destinations')).map((each) => filled(each, 'registryId') ?? '');
    const accounts = [...new Set(named.filter(isAccountId))].filter((id) => id !== event.account).sort();
    return {
      resource: `registry of ${event.account} in ${event.region}`,
      target: accounts[0] ?? '',
      what: `had every new container image copied to account ${accounts.join(', ')}`,
      foreign: { accounts, required: true },
    };
  },
  examples: () => ({
    fires: [
      { title: 'a foreign account', severity: 'high', records: [replicate([FOREIGN])] },
      { title: 'among others', severity: 'high', records: [replicate([ACCOUNT, FOREIGN])] },
    ],
    quiet: [
      { title: 'another region of the account', records: [replicate([ACCOUNT])] },
      { title: 'a trusted account', trusted: [FOREIGN], records: [replicate([FOREIGN])] },
      { title: 'no copies any more', records: [replicate([])] },
      { title: 'refused', records: [replicate([FOREIGN], { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
