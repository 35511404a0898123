import { defineDetection } from '../define.ts';
import { ACCOUNT, type Difference, daily, person, record, role } from '../example.ts';

/** What the portal of Identity Center calls itself when it opens the console for somebody, with its placeholder and all. */
const PORTAL = /^Jersey\/\$\{project\.version\}/;
const portalAgent = 'Jersey/$'.concat('{project.version} (HttpUrlConnection 21.0.8)');

const federated = {
  type: 'FederatedUser',
  principalId: `${ACCOUNT}:aws_consoler`,
  arn: `arn:aws:sts::${ACCOUNT}:federated-user/aws_consoler`,
  accountId: ACCOUNT,
  accessKeyId: 'ASIAEXAMPLEEXAMPLE05',
  sessionContext: {
    sessionIssuer: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLEEXAMPLE001',
      arn: `arn:aws:iam::${ACCOUNT}:user/legacy-ci`,
      accountId: ACCOUNT,
      userName: 'legacy-ci',
    },
  },
};

function token(by: Record<string, unknown>, difference: Difference = {}) {
  const also = { eventType: 'AwsConsoleSignIn' };
  const response = { GetSigninToken: 'Success' };
  return record('signin', 'GetSigninToken', {
    region: 'us-east-1',
    by,
    response,
    agent: 'python-requests/2.32',
    also,
    ...difference,
  });
}
const ordinary = daily(7, (minute) => token(person('bob@example.com'), { minute, agent: portalAgent }));

export default defineDetection({
  id: 'signin-federation-token-console',
  topic: 'C',
  title: 'Console opened from API credentials',
  severity: 'high',
  attack: ['T1550.001'],
  why: 'Stolen keys become a browser session that asks for no password and no second factor, and shows the thief everything at a glance. It goes on after the key is switched off.',
  benign: ['A home-made sign-in page', 'Developers’ tools such as aws-vault and Granted'],
  runbook: [
    'Ask the owner of {principal} whether they opened the console from {ip} at {time}, and with which tool.',
    'See what was done in the browser: aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time} (userAgent of a browser, sessionCredentialFromConsole), in every region you use.',
    'If nobody knows it, deny the open sessions of {principal} (aws:TokenIssueTime before now), then switch off the key that they came from.',
    'A sign-in page of your own is told once for each role it uses, and never again.',
  ],
  // The federation endpoint's getSigninToken; IAM user guide, "Enabling custom identity broker access to the AWS console".
  on: { source: 'signin', names: ['GetSigninToken'] },
  match: (event) => {
    const { principal } = event;
    const people = principal.peers.startsWith('sso:');
    if (people && PORTAL.test(event.userAgent)) return false;
    return {
      resource: `console session of ${principal.name}`,
      what: 'turned API credentials into a console session',
      severity: principal.class === 'human' ? 'medium' : 'high',
      reasons: [`with ${event.userAgent.slice(0, 100)}`],
    };
  },
  state: {
    firstSeen: {
      subject: (event) => event.account,
      value: (event) => event.principal.key,
      noun: 'user of it',
      learnDays: 1,
      learnFrom: 'account',
      learning: 'high',
    },
    count: { subject: (event) => event.principal.key, atLeast: 1, withinMinutes: 1440, noun: 'calls' },
  },
  examples: () => ({
    fires: [
      { title: 'a federated session of a user', severity: 'high', records: [...ordinary, token(federated)] },
      {
        title: 'a machine’s role',
        severity: 'high',
        records: [...ordinary, token(role('orders', 'i-0123456789abcdef0'))],
      },
      { title: 'a person’s own tool', severity: 'medium', records: [...ordinary, token(person())] },
      { title: 'at the beginning of a log', severity: 'high', records: [token(federated)] },
    ],
    quiet: [
      {
        title: 'through the portal of Identity Center',
        records: [...ordinary, token(person(), { agent: portalAgent })],
      },
      { title: 'refused', records: [...ordinary, token(federated, { response: { GetSigninToken: 'Failure' } })] },
    ],
  }),
});
