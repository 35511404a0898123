import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { ACCOUNT, burst, type Difference, daily, iamUser, person, ROOT, restApi } from '../example.ts';
import { ORDINARY_WEEK } from '../roles/assumption.ts';

const api = { restApiId: 'a1b2c3d4e5' };
const deploy = (difference: Difference = {}) =>
  restApi('CreateDeployment', api, { stageName: 'prod' }, { by: iamUser(), ...difference });
/** Another user deploys with a key every day, so that it is known who does. */
const usual = daily(5, (minute) => deploy({ minute, by: iamUser('release', 'AKIAIOSFODNN8EXAMPLE') }));

/**
 * Only long-term keys of users. The row names root too, but every change by root is told by root-activity, and worse: twice the
 * same is no help. A build server that has always worked so is known and quiet, whoever begins to is told of once.
 */
export default defineDetection({
  id: 'apigw-root-or-static-key-change',
  topic: 'C',
  title: 'API changed with a long-term access key',
  severity: 'medium',
  attack: ['T1078.004'],
  why: 'Long-term keys lie in files and repositories until somebody finds them. A user that never changed APIs with its key before is how a leaked one looks.',
  benign: ['A build server of the old days', 'A new script that was not given a role'],
  runbook: [
    'Ask the owner of {principal} whether they changed {resource} at {time} from {ip}.',
    'See where the key was used last, and since when it exists: aws iam get-access-key-last-used --access-key-id {key}; aws iam list-access-keys --user-name {principal}',
    'If they did not: aws iam update-access-key --access-key-id {key} --status Inactive --user-name {principal}, then undo what it changed.',
    'If they did, give the work a role: a role session ends by itself. Users that may stay as they are go on deployRoles in gatetrail.yml.',
  ],
  on: { source: 'apigateway', writes: true, identity: 'IAMUser' },
  match: (event) => {
    // A call that a service makes for a user carries the user's name, but temporary credentials.
    if (!event.accessKeyId?.startsWith('AKIA')) return false;
    const arn = filled(event.raw.userIdentity, 'arn');
    const names = arn === undefined ? [event.principal.name] : [arn, event.principal.name];
    return {
      what: `called apigateway:${event.name} with a long-term access key`,
      listed: [{ list: 'deployRoles', names, quiet: 'listed' }],
    };
  },
  state: {
    firstSeen: {
      subject: (event) => event.account,
      value: (event) => event.principal.key,
      noun: 'user that changes APIs with a key',
      learnDays: 5,
      learnFrom: 'account',
    },
    // A run makes hundreds of changes: the first of the day is told.
    count: { subject: (event) => event.principal.key, atLeast: 1, withinMinutes: 1440, noun: 'changes' },
  },
  examples: () => ({
    fires: [
      { title: 'a user that never did', severity: 'medium', records: [...usual, deploy()] },
      {
        title: 'the first that ever did, many times',
        severity: 'medium',
        records: [...ORDINARY_WEEK, ...burst(20, (_index, minute) => deploy({ minute }))],
      },
    ],
    quiet: [
      {
        title: 'a build server that does so every day',
        records: [...daily(6, (minute) => deploy({ minute })), deploy()],
      },
      { title: 'while little is known of the account', records: [deploy()] },
      {
        title: 'a user of the list',
        lists: { deployRoles: [`arn:aws:iam::${ACCOUNT}:user/legacy-*`] },
        records: [...usual, deploy()],
      },
      {
        title: 'a session of a user',
        records: [...usual, deploy({ by: iamUser('legacy-ci', 'ASIAEXAMPLEEXAMPLE09') })],
      },
      { title: 'a person in a role', records: [...usual, deploy({ by: person() })] },
      {
        title: 'root, which is told elsewhere',
        records: [...usual, deploy({ by: { ...ROOT, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' } })],
      },
      { title: 'it only reads', records: [...usual, restApi('GetRestApis', {}, undefined, { by: iamUser() })] },
      { title: 'refused', records: [...usual, deploy({ error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
