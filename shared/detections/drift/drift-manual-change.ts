import { byCode, ownedResource, WRITER } from '../../settings/writer.ts';
import { byHand } from '../by-hand.ts';
import { defineDetection } from '../define.ts';
import { type Difference, httpApi, iamUser, patch, record, role } from '../example.ts';

const TERRAFORM = 'APN/1.0 HashiCorp/1.0 Terraform/1.13.1 (+https://www.terraform.io)';
const inConsole = { also: { sessionCredentialFromConsole: 'true' } };
const fn = (difference: Difference) =>
  record('lambda', 'UpdateFunctionConfiguration20150331v2', {
    params: { functionName: 'orders', timeout: 30 },
    ...difference,
  });
const fromCode = fn({ minute: -6000, by: role('ci'), agent: TERRAFORM });

export default defineDetection({
  id: 'drift-manual-change',
  topic: 'D',
  title: 'Changed by hand, though code owns it',
  severity: 'medium',
  attack: ['T1578'],
  why: 'The next deployment will undo it, or keep it unseen; and nobody reviewed it. Attackers work by hand too.',
  benign: ['A hot fix while something was broken', 'A setting that the template does not know'],
  runbook: [
    'Ask {principal} what the change of {resource} was for.',
    'See what differs from the template: terraform plan, or aws cloudformation detect-stack-drift --stack-name STACK --region {region}.',
    'Bring the change into the code, or deploy the code again.',
    'If nobody knows of it, look at what {principal} (key {key}) did from {time-1h} to {time+1h}.',
  ],
  on: { source: ['apigateway', 'lambda', 'iam', 'wafv2', 'dynamodb'], writes: true },
  match: (event) => {
    // A long-term key may be a pipeline’s: infrastructure as code that says so is taken at its word, since it only reminds.
    const hand = byCode(event) ? undefined : byHand(event);
    const resource = hand === undefined ? undefined : ownedResource(event);
    return resource !== undefined && { what: `changed ${resource} ${hand} (${event.service}:${event.name})`, resource };
  },
  state: {
    given: {
      setting: WRITER,
      of: ownedResource,
      judge: (writer) =>
        writer.startsWith('code ')
          ? { reason: `infrastructure as code wrote it last, as ${writer.slice('code '.length)}` }
          : 'quiet',
      unknown: 'quiet',
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'a function that Terraform made, in the console',
        severity: 'medium',
        records: [fromCode, fn(inConsole)],
      },
      {
        title: 'an API, with a long-term key',
        severity: 'medium',
        records: [
          httpApi(
            'UpdateApi',
            { apiId: 'h1j2k3l4m5' },
            { minute: -600, also: { userIdentity: { ...role('cfn'), invokedBy: 'cloudformation.amazonaws.com' } } },
          ),
          httpApi('UpdateApi', { apiId: 'h1j2k3l4m5', description: 'x' }, { by: iamUser() }),
        ],
      },
      {
        title: 'a role',
        severity: 'medium',
        records: [
          record('iam', 'CreateRole', {
            minute: -600,
            by: role('ci'),
            agent: TERRAFORM,
            params: { roleName: 'orders' },
          }),
          record('iam', 'PutRolePolicy', {
            ...inConsole,
            params: { roleName: 'orders', policyName: 'x', policyDocument: '{}' },
          }),
        ],
      },
      {
        title: 'a table',
        severity: 'medium',
        records: [
          record('dynamodb', 'CreateTable', {
            minute: -600,
            by: role('ci'),
            agent: TERRAFORM,
            params: { tableName: 'orders' },
          }),
          record('dynamodb', 'UpdateTable', { ...inConsole, params: { tableName: 'orders' } }),
        ],
      },
      {
        title: 'a web ACL',
        severity: 'medium',
        records: [
          record('wafv2', 'CreateWebACL', { minute: -600, by: role('ci'), agent: TERRAFORM, params: { name: 'edge' } }),
          record('wafv2', 'UpdateWebACL', { ...inConsole, params: { name: 'edge' } }),
        ],
      },
    ],
    quiet: [
      { title: 'the code again', records: [fromCode, fn({ by: role('ci'), agent: TERRAFORM })] },
      {
        title: 'the second change by hand: it was told at the first',
        records: [fromCode, fn({ ...inConsole, minute: -5 }), fn(inConsole)].slice(2),
      },
      { title: 'something that was made by hand', records: [fn({ ...inConsole, minute: -600 }), fn(inConsole)] },
      { title: 'something whose past is not known', records: [fn(inConsole)] },
      {
        title: 'a tag',
        records: [
          patch('UpdateRestApi', { restApiId: 'a1b2c3d4e5' }, [['replace', '/name', 'x']], {
            minute: -600,
            agent: TERRAFORM,
          }),
          record('apigateway', 'TagResource', {
            ...inConsole,
            params: { resourceArn: 'arn:aws:apigateway:eu-central-1::/restapis/a1b2c3d4e5', template: false },
          }),
        ],
      },
      {
        title: 'infrastructure as code with a long-term key',
        records: [fromCode, fn({ by: iamUser(), agent: TERRAFORM })],
      },
      { title: 'a script of a role', records: [fromCode, fn({ by: role('ops') })] },
    ],
  }),
});
