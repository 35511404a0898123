import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, filled, list, text } from '../../cloudtrail/field.ts';
import { adminGrants, parsePolicy } from '../../policy/index.ts';
import { defineDetection } from '../define.ts';
import { type Difference, iamUser, record } from '../example.ts';

const ADMIN_POLICY = /:policy\/(?:AdministratorAccess|PowerUserAccess|IAMFullAccess)$/;
const EVERYTHING = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const ONE_BUCKET = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::uploads/*' }],
};

/** What the session may do that makes its holder an administrator, in sentences. */
function wideGrants(event: TrailEvent): string[] {
  const policy = parsePolicy(at(event.params, 'policy'));
  const managed = list(event.params, 'policyArns')
    .map((item) => text(item) ?? filled(item, 'arn') ?? '')
    .filter((arn) => ADMIN_POLICY.test(arn));
  return [
    ...(policy === undefined ? [] : adminGrants(policy)).map((sentence) => `the session policy ${sentence}`),
    ...managed.map((arn) => `the session has ${arn.slice(arn.lastIndexOf('/') + 1)}`),
  ];
}

function federate(params: Record<string, unknown>, difference: Difference = {}) {
  return record('sts', 'GetFederationToken', { by: iamUser('svc-broker'), params, ...difference });
}

export default defineDetection({
  id: 'sts-session-token-misuse',
  topic: 'C',
  title: 'Session that outlives its key, with administrator rights',
  severity: 'high',
  attack: ['T1550.001'],
  why: 'GetFederationToken turns a user’s key into a session of up to 36 hours that works on after the key is switched off or deleted. With a policy that allows everything it is a way to stay.',
  benign: ['A home-made sign-in page that hands out console sessions'],
  runbook: [
    'Ask {principal} what needed a session with these rights at {time} from {ip}.',
    'Switching the key off does not end the session. Deny the user everything until it has expired: aws iam put-user-policy --user-name {principal} --policy-name DenyUntilExpired --policy-document \'{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}\'',
    'Then switch off the key that asked: aws iam update-access-key --user-name {principal} --access-key-id {key} --status Inactive.',
    'See what the session did: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=Username,AttributeValue={target} --start-time {time} (userIdentity.type FederatedUser), in every region you use.',
  ],
  on: { source: 'sts', names: ['GetFederationToken'] },
  match: (event) => {
    const grants = wideGrants(event);
    if (grants.length === 0) return false;
    const session = filled(event.params, 'name') ?? 'without a name';
    return {
      what: `got a federated session ${session} with administrator rights`,
      resource: `federated session ${session}`,
      target: session,
      reasons: grants,
    };
  },
  examples: () => ({
    fires: [
      {
        title: 'a policy that allows everything',
        severity: 'high',
        records: [federate({ name: 'support', policy: JSON.stringify(EVERYTHING, null, 2) })],
      },
      {
        title: 'a managed policy',
        severity: 'high',
        records: [federate({ name: 'support', policyArns: [{ arn: 'arn:aws:iam::aws:policy/AdministratorAccess' }] })],
      },
      {
        title: 'all of IAM',
        severity: 'high',
        records: [
          federate({
            name: 'support',
            policy: JSON.stringify({ Statement: { Effect: 'Allow', Action: 'iam:*', Resource: '*' } }),
          }),
        ],
      },
    ],
    quiet: [
      {
        title: 'a policy for one bucket',
        records: [federate({ name: 'upload', policy: JSON.stringify(ONE_BUCKET) })],
      },
      { title: 'no policy, which allows next to nothing', records: [federate({ name: 'upload' })] },
      {
        title: 'refused',
        records: [federate({ name: 'x', policy: JSON.stringify(EVERYTHING) }, { error: { code: 'AccessDenied' } })],
      },
      { title: 'a policy that can’t be read', records: [federate({ name: 'x', policy: '{"Statement":' })] },
    ],
  }),
});
