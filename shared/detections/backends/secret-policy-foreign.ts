import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { describeStatement, foreignPrincipals, parsePolicy, publicStatements } from '../../policy/index.ts';
import { secretName } from '../../settings/secret.ts';
import { defineDetection, type Match } from '../define.ts';
import { ACCOUNT, type Difference, FOREIGN, record } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';

const allow = (Principal: unknown) => ({
  Effect: 'Allow',
  Principal,
  Action: 'secretsmanager:GetSecretValue',
  Resource: '*',
});
const deny = { Effect: 'Deny', Principal: '*', Action: 'secretsmanager:*', Resource: '*' };

function put(statement: unknown, difference: Difference = {}) {
  const resourcePolicy = JSON.stringify({ Version: '2012-10-17', Statement: [statement].flat() });
  return record('secretsmanager', 'PutResourcePolicy', {
    params: { secretId: 'prod/db', resourcePolicy },
    ...difference,
  });
}
function remove(difference: Difference = {}) {
  const secretId = `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:prod/db-AbCdEf`;
  return record('secretsmanager', 'DeleteResourcePolicy', { params: { secretId }, ...difference });
}

function shared(event: TrailEvent, base: { resource: string; target: string }): Match | false {
  const policy = parsePolicy(event.params['resourcePolicy']);
  if (policy === undefined) return false;
  const open = publicStatements(policy);
  if (open.length > 0)
    return {
      ...base,
      what: `opened ${base.resource} to everyone`,
      severity: 'critical',
      reasons: open.slice(0, 3).map((statement) => `a statement ${describeStatement(statement)}`),
    };
  const accounts = [...new Set(foreignPrincipals(policy, () => false).map(({ account }) => account))].sort();
  if (accounts.length === 0) return false;
  return {
    ...base,
    what: `shared ${base.resource} with account ${accounts.join(', ')}`,
    foreign: { accounts, required: true },
  };
}

/** Whom a policy let in before is old news; a policy that went matters when it kept somebody out. */
function judge({ before, now }: Change): Verdict {
  const was = before === undefined ? undefined : parsePolicy(before);
  if (now === '') {
    if (was === undefined) return { severity: 'low', reason: 'what it said is not known' };
    if (!was.statements.some(({ effect }) => effect === 'Deny')) return 'quiet';
    return { severity: 'high', reason: 'it denied access to some who may have it otherwise' };
  }
  return before === now ? { severity: 'low', reason: 'it was shared so before' } : {};
}

/**
 * The rest of the catalogue's row stands apart, because it means something else: copies in new regions (secret-replicated-first)
 * and deletion without a way back (secret-destroyed).
 */
export default defineDetection({
  id: 'secret-policy-foreign',
  topic: 'B',
  title: 'Secret shared with strangers',
  severity: 'high',
  attack: ['T1098'],
  why: 'Another account can read the secret from now on, also after it was rotated, without any user or role of yours.',
  benign: ['A partner account that belongs on the trust list', 'A deployment that sets the policy anew'],
  runbook: [
    'Ask {principal} who needs the secret {target}, and whose account it is; a partner belongs into accounts.trusted of gatetrail.yml.',
    'Read the policy: aws secretsmanager get-resource-policy --secret-id {target} --region {region}.',
    'If not meant: aws secretsmanager delete-resource-policy --secret-id {target} --region {region}, then rotate: aws secretsmanager rotate-secret --secret-id {target} --region {region}.',
    'See who has read it: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=GetSecretValue --start-time {time} (userIdentity.accountId).',
  ],
  on: { source: 'secretsmanager', names: ['DeleteResourcePolicy', 'PutResourcePolicy'] },
  match: (event) => {
    const name = secretName(filled(event.params, 'secretId'));
    if (name === undefined) return false;
    const base = { resource: `secret ${name}`, target: name };
    if (event.name === 'PutResourcePolicy') return shared(event, base);
    return { ...base, what: `removed the resource policy of ${base.resource}` };
  },
  state: { changed: { settings: ['secretsmanager.secret.resourcePolicy'], judge } },
  examples: () => ({
    fires: [
      { title: 'with an account', severity: 'high', records: [put(allow({ AWS: `arn:aws:iam::${FOREIGN}:root` }))] },
      { title: 'with everyone', severity: 'critical', records: [put(allow('*'))] },
      {
        title: 'as before',
        severity: 'low',
        records: [put(allow({ AWS: FOREIGN }), { minute: -60 }), put(allow({ AWS: FOREIGN }))],
      },
      {
        title: 'a policy that denied is gone',
        severity: 'high',
        records: [put([allow({ AWS: ACCOUNT }), deny], { minute: -60 }), remove()],
      },
      { title: 'a policy is gone that is not known', severity: 'low', records: [remove()] },
    ],
    quiet: [
      { title: 'with the account itself', records: [put(allow({ AWS: ACCOUNT }))] },
      { title: 'with a trusted account', trusted: [FOREIGN], records: [put(allow({ AWS: FOREIGN }))] },
      { title: 'a stranger is kept out', records: [put(deny)] },
      {
        title: 'a policy is gone that only allowed',
        records: [put(allow({ AWS: ACCOUNT }), { minute: -60 }), remove()],
      },
      { title: 'denied', records: [put(allow('*'), { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
