import { defineDetection } from '../define.ts';
import { burst, type Difference, daily, iamUser, record, role } from '../example.ts';
import { isConsolePage, questions } from './recon.ts';

const WIDE = [
  'GetUser',
  'GetAccountSummary',
  'ListUsers',
  'ListRoles',
  'ListGroups',
  'ListPolicies',
  'GetAccountPasswordPolicy',
  'ListAccountAliases',
  'ListSAMLProviders',
  'ListOpenIDConnectProviders',
  'ListVirtualMFADevices',
  'GetCredentialReport',
];

function asked(names: readonly string[], difference: Difference = {}, params: Record<string, unknown> | null = null) {
  return burst(names.length, (index, minute) =>
    record('iam', names[index] ?? '', {
      region: 'us-east-1',
      by: iamUser(),
      params,
      ...difference,
      minute: (difference.minute ?? 0) + minute,
    }),
  );
}

const details = (difference: Difference = {}) =>
  record('iam', 'GetAccountAuthorizationDetails', { region: 'us-east-1', by: iamUser(), ...difference });
const refused = { error: { code: 'AccessDenied' } };

export default defineDetection({
  id: 'cred-recon-burst',
  topic: 'C',
  title: 'Identities of the account taken stock of',
  severity: 'medium',
  attack: ['T1087.004'],
  why: 'Whoever holds stolen credentials first asks what they are good for: which users, roles and policies there are. Few programs ask about the whole account at once.',
  benign: ['A security scanner or inventory that was never seen before', 'Somebody gets to know a new account'],
  runbook: [
    'Ask {principal} what asked these questions at {time} from {ip}.',
    'See everything the credentials did: aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+6h}, and the same in every region you use.',
    'If nobody can explain it, the credentials are stolen: stop {key}, and look for users, keys and roles made after {time}.',
    'For a scanner that is wanted, add a suppression for {principal} and this detection.',
  ],
  on: { source: ['iam', 'organizations', 'account'], outcome: ['success', 'denied'] },
  match: (event) => {
    // A call that an AWS service makes for somebody (Config, CloudFormation, the console itself) is not theirs.
    if (event.invokedBy !== undefined || event.principal.class === 'service' || isConsolePage(event)) return false;
    return (
      questions(event).length > 0 && {
        what: 'asked for the users, roles and policies of the account',
        resource: `identities of account ${event.account}`,
      }
    );
  },
  state: {
    // The question that makes the burst is judged: a scanner that asks it every day becomes known.
    firstSeen: {
      subject: (event) => event.principal.key,
      value: (event) => event.name,
      profile: ({ service, name }) => `a${service}:${name}`,
      noun: 'question',
      learnDays: 3,
      known: 'low',
      learning: 'medium',
    },
    count: {
      subject: (event) => event.principal.key,
      distinct: questions,
      atLeast: 10,
      withinMinutes: 5,
      noun: 'different questions about users, roles and policies',
    },
  },
  examples: () => ({
    fires: [
      { title: 'ten questions in a minute', severity: 'medium', records: asked(WIDE.slice(0, 10)) },
      {
        title: 'by a user who names itself',
        severity: 'medium',
        records: asked(WIDE.slice(0, 10), {}, { userName: 'legacy-ci' }),
      },
      {
        title: 'some refused',
        severity: 'medium',
        records: [...asked(WIDE.slice(0, 8)), ...asked(WIDE.slice(8), refused)],
      },
      { title: 'all details in one call', severity: 'medium', records: [details()] },
      {
        title: 'a scanner that does so every day',
        severity: 'low',
        records: [...daily(3, (minute) => details({ minute, by: role('audit') })), details({ by: role('audit') })],
      },
    ],
    quiet: [
      { title: 'nine questions', records: asked(WIDE.slice(0, 9)) },
      { title: 'one question often', records: asked(Array.from({ length: 30 }, () => 'ListRoles')) },
      {
        title: 'Terraform reads the roles it manages',
        records: asked(
          [...WIDE, 'GetRole', 'ListRolePolicies', 'ListAttachedRolePolicies', 'ListInstanceProfilesForRole'],
          {},
          { roleName: 'orders-api' },
        ),
      },
      {
        title: 'pages of the console',
        records: asked(WIDE, { also: { sessionCredentialFromConsole: 'true' } }),
      },
      { title: 'a service for itself', records: asked(WIDE, { by: role('AWSServiceRoleForConfig') }) },
      {
        title: 'a service asks for somebody',
        records: asked(WIDE, { by: { ...iamUser(), invokedBy: 'config.amazonaws.com' } }),
      },
      {
        title: 'only the groups, and AWS’s own policies',
        records: [['Group'], ['AWSManagedPolicy']].map((filter) => details({ params: { filter } })),
      },
      { title: 'all about one other user', records: asked(WIDE, {}, { userName: 'svc-backup' }) },
      {
        title: 'a template makes as many things',
        records: asked(WIDE.map((name) => name.replace(/^\w[a-z]+/, 'Create'))),
      },
      {
        title: 'ten questions over more than five minutes',
        records: WIDE.slice(0, 10).flatMap((name, index) => asked([name], { minute: index * 0.57 })),
      },
    ],
  }),
});
