import { filled, flag } from '../../cloudtrail/field.ts';
import { secretName } from '../../settings/secret.ts';
import { byPipeline } from '../by-hand.ts';
import { defineDetection } from '../define.ts';
import { burst, type Difference, record, role } from '../example.ts';

function remove(params: Record<string, unknown>, difference: Difference = {}) {
  return record('secretsmanager', 'DeleteSecret', { params: { secretId: 'prod/db', ...params }, ...difference });
}
const many = burst(5, (index, minute) =>
  remove({ secretId: `prod/${index}`, forceDeleteWithoutRecovery: true }, { minute }),
);

/**
 * Part of the catalogue's row `secret-policy-foreign`. One secret is what every torn down test stack deletes so, because its name
 * can't be used again otherwise, and so do whole environments: only several at once are told, and nobody is woken.
 */
export default defineDetection({
  id: 'secret-destroyed',
  topic: 'B',
  title: 'Secrets deleted without a way back',
  severity: 'medium',
  attack: ['T1485'],
  why: 'Applications that need the secrets stop, and nobody can bring them back: whoever took a copy first can ask a price.',
  benign: ['A stack or environment is torn down', 'A test that cleans up'],
  runbook: [
    'Ask {principal} whether {target} and the others were meant to go.',
    'List what was deleted: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=DeleteSecret --start-time {time-1h} --end-time {time+1h}, and who read them before (GetSecretValue).',
    'If not meant, stop {principal} (key {key}), make new credentials at what the secrets opened, and store them anew.',
    'Deny secretsmanager:DeleteSecret where secretsmanager:ForceDeleteWithoutRecovery is true.',
  ],
  on: { source: 'secretsmanager', names: ['DeleteSecret'] },
  match: (event) => {
    const name = secretName(filled(event.params, 'secretId'));
    if (name === undefined || flag(event.params, 'forceDeleteWithoutRecovery') !== true) return false;
    const { principal } = event;
    return {
      resource: `secret ${name}`,
      target: name,
      what: `deleted secret ${name} at once, without the days in which it could be restored`,
      ...(byPipeline(event) ? { severity: 'low' as const } : {}),
      listed: [{ list: 'deployRoles', names: [principal.roleArn ?? '', principal.name], severity: 'low' }],
    };
  },
  state: {
    count: {
      subject: (event) => event.principal.key,
      distinct: (event) => filled(event.params, 'secretId'),
      atLeast: 5,
      withinMinutes: 10,
      noun: 'secrets deleted so',
    },
  },
  examples: () => ({
    fires: [
      { title: 'five in a minute', severity: 'medium', records: many },
      {
        title: 'five by a role that deploys',
        severity: 'low',
        lists: { deployRoles: ['*:role/terraform'] },
        records: many.map((one) => ({ ...one, userIdentity: role('terraform') })),
      },
      {
        title: 'five by CloudFormation',
        severity: 'low',
        records: many.map((one) => ({
          ...one,
          userIdentity: { ...role('stacks'), invokedBy: 'cloudformation.amazonaws.com' },
        })),
      },
    ],
    quiet: [
      {
        title: 'within ten minutes all but the first',
        records: burst(
          5,
          (index, minute) => remove({ secretId: `prod/${index}`, forceDeleteWithoutRecovery: true }, { minute }),
          10 / 4,
        ),
      },
      { title: 'one', records: many.slice(0, 1) },
      {
        title: 'the same one again and again',
        records: burst(6, (_, minute) => remove({ forceDeleteWithoutRecovery: true }, { minute })),
      },
      { title: 'four', records: many.slice(0, 4) },
      { title: 'with a week to think it over', records: [remove({ recoveryWindowInDays: 7 })] },
      { title: 'said to be no', records: [remove({ forceDeleteWithoutRecovery: false })] },
      {
        title: 'denied',
        records: [remove({ forceDeleteWithoutRecovery: true }, { error: { code: 'AccessDeniedException' } })],
      },
    ],
  }),
});
