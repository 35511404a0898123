import { rolePattern } from '../../cloudtrail/principal.ts';
import { defineDetection } from '../define.ts';
import { ACCOUNT, type Difference, person, record, role } from '../example.ts';
import { adminHeld, isAdminName } from '../users/admin-held.ts';
import { ORDINARY_WEEK } from './assumption.ts';
import { PASS_NAMES, PASS_SOURCES, passedRole } from './passed-role.ts';

function create(roleName = 'report-reader', difference: Difference = {}) {
  const params = { functionName: 'helper', role: `arn:aws:iam::${ACCOUNT}:role/${roleName}`, runtime: 'python3.13' };
  return record('lambda', 'CreateFunction20150331', { params, ...difference });
}
function iam(name: string, params: Record<string, unknown>, difference: Difference = {}) {
  return record('iam', name, { region: 'us-east-1', minute: -60, params, ...difference });
}
const made = (by = person()) => iam('CreateRole', { roleName: 'report-reader' }, { by });
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const admin = iam('AttachRolePolicy', { roleName: 'report-reader', policyArn: ADMIN });
const ci = {
  ...role('release'),
  sessionContext: { webIdFederationData: { federatedProvider: 'token.actions.githubusercontent.com' } },
};

export default defineDetection({
  id: 'iam-passrole-new-service',
  topic: 'R',
  title: 'Somebody else’s role handed to compute',
  severity: 'medium',
  attack: ['T1098.003'],
  why: 'Code that runs with a role can do what the role may. Who may pass roles can borrow the rights of a stronger one that way, without ever assuming it.',
  benign: ['A release', 'A developer who uses an existing role for a new function'],
  runbook: [
    'Ask {principal} what {resource} needs role {target} for.',
    'See what the role may do: aws iam list-attached-role-policies --role-name {target} and aws iam list-role-policies --role-name {target}.',
    'See what it did since: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=Username,AttributeValue={target} --start-time {time}, in us-east-1 and every region you use.',
    'If not meant, delete what was started, and limit iam:PassRole of {principal} by resource and iam:PassedToService.',
  ],
  on: { source: PASS_SOURCES, names: PASS_NAMES },
  match: (event) => {
    const passed = passedRole(event);
    const { principal } = event;
    if (passed === undefined || principal.class === 'service') return false;
    // Deployments pass roles all day. A user agent that says Terraform is no proof of one.
    const deploys = principal.class === 'ci' || event.invokedBy === 'cloudformation.amazonaws.com';
    return {
      resource: `${event.service} in ${event.account}`,
      target: passed,
      what: `gave role ${passed} to ${event.service} (${event.name})`,
      severity: deploys ? 'low' : isAdminName(passed) ? 'high' : 'medium',
      listed: [{ list: 'deployRoles', names: [principal.roleArn ?? '', principal.name], severity: 'low' }],
    };
  },
  state: {
    firstSeen: {
      subject: (event) => event.principal.key,
      value: (event) => rolePattern(passedRole(event) ?? ''),
      noun: 'role passed by this caller',
      learnDays: 3,
      learnFrom: 'account',
    },
    given: [
      {
        // Who makes a role and then uses it gains nothing by passing it: what the role may do was judged when it was given.
        setting: 'iam.role.maker',
        of: (event) => `${event.account}/${passedRole(event)}|${event.principal.key}`,
        anywhere: true,
        judge: () => 'quiet',
      },
      {
        setting: 'iam.role.policy',
        of: (event) => `${event.account}/${passedRole(event)}`,
        anywhere: true,
        judge: (_, severity, told) => {
          const held = adminHeld(told);
          if (held === undefined) return undefined;
          return { severity: severity === 'low' ? 'medium' : 'high', reason: `the role has ${held}` };
        },
      },
    ],
  },
  examples: () => ({
    fires: [
      {
        title: 'a role that the caller did not make',
        severity: 'medium',
        records: [...ORDINARY_WEEK.slice(-3), create()],
      },
      {
        title: 'one that somebody else made',
        severity: 'medium',
        records: [...ORDINARY_WEEK, made(person('carol@example.com')), create()],
      },
      { title: 'an administrator’s, by its name', severity: 'high', records: [...ORDINARY_WEEK, create('team-admin')] },
      { title: 'an administrator’s, by its policy', severity: 'high', records: [...ORDINARY_WEEK, admin, create()] },
      {
        title: 'to an instance',
        severity: 'medium',
        records: [
          ...ORDINARY_WEEK,
          record('ec2', 'RunInstances', { params: { iamInstanceProfile: { name: 'report-reader' } } }),
        ],
      },
      {
        title: 'by a pipeline',
        severity: 'low',
        records: [...ORDINARY_WEEK, create('report-reader', { by: ci })],
      },
      {
        title: 'by CloudFormation for a person',
        severity: 'low',
        records: [
          ...ORDINARY_WEEK,
          create('report-reader', { by: { ...person(), invokedBy: 'cloudformation.amazonaws.com' } }),
        ],
      },
      {
        title: 'an administrator’s, by a pipeline',
        severity: 'medium',
        records: [...ORDINARY_WEEK, admin, create('report-reader', { by: ci })],
      },
      {
        title: 'by a role on the list of those that deploy',
        severity: 'low',
        lists: { deployRoles: ['*:role/terraform'] },
        records: [...ORDINARY_WEEK, create('report-reader', { by: role('terraform') })],
      },
    ],
    quiet: [
      { title: 'a role the caller made itself', records: [...ORDINARY_WEEK, made(), create()] },
      {
        title: 'the same role for another function a week later',
        records: [...ORDINARY_WEEK, create('report-reader', { minute: -1440 * 7 }), create()],
      },
      {
        title: 'other settings of a function',
        records: [
          ...ORDINARY_WEEK,
          record('lambda', 'UpdateFunctionConfiguration20150331v2', { params: { functionName: 'helper', timeout: 9 } }),
        ],
      },
      {
        title: 'a service, of its own accord',
        records: [
          ...ORDINARY_WEEK,
          create('report-reader', { by: role('AWSServiceRoleForAutoScaling', 'AutoScaling') }),
        ],
      },
      { title: 'while the account is still new to us', records: [create()] },
      {
        title: 'denied',
        records: [...ORDINARY_WEEK, create('report-reader', { error: { code: 'AccessDeniedException' } })],
      },
    ],
  }),
});
