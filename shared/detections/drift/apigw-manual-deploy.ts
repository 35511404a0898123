import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { sets } from '../../cloudtrail/patch.ts';
import { defineDetection } from '../define.ts';
import { daily, httpApi, iamUser, patch, ROOT, restApi, role } from '../example.ts';

const api = { restApiId: 'a1b2c3d4e5' };
const inConsole = { also: { sessionCredentialFromConsole: 'true' } };

/** Tools that deploy from a template. A liar only keeps a low finding quiet. */
const TEMPLATES = /terraform|opentofu|pulumi|cloudformation|serverless|aws-cdk|ansible/i;

function deploy(difference = {}) {
  return restApi('CreateDeployment', api, { stageName: 'prod' }, difference);
}

/** A person, root or an IAM user, with no service or template between. */
function byPerson(event: TrailEvent): boolean {
  if (event.viaConsole) return true;
  if (!['human', 'user', 'root'].includes(event.principal.class) || event.invokedBy !== undefined) return false;
  return !TEMPLATES.test(event.userAgent);
}

function deploys(event: TrailEvent): boolean {
  if (event.name === 'CreateDeployment') return true;
  const call = event.api;
  return call?.version === 1
    ? call.patched('/deploymentId').some(sets)
    : filled(event.params, 'deploymentId') !== undefined;
}

export default defineDetection({
  id: 'apigw-manual-deploy',
  topic: 'D',
  title: 'API deployed by hand',
  severity: 'low',
  attack: ['T1059.009'],
  why: 'What is live no longer is what the pipeline built and someone reviewed; a change to an authorizer or policy becomes real with it.',
  benign: ['A hot fix', 'An API that has no pipeline'],
  runbook: [
    'Ask {principal} what was deployed to {resource}.',
    'Compare with the template: aws apigateway get-export --rest-api-id {api} --stage-name STAGE --export-type oas30 --region {region} export.json (HTTP API: aws apigatewayv2 export-api --api-id {api} --output-type JSON --specification OAS30 --region {region} export.json).',
    'Look for changes to authorizers, methods and the resource policy of {api} in the 24 hours before {time}.',
    'Let only the role of the pipeline deploy: deny apigateway:POST on .../deployments to everyone else.',
  ],
  on: { source: 'apigateway', names: ['CreateDeployment', 'UpdateStage'] },
  match: (event) => (deploys(event) && byPerson(event) ? { what: `deployed ${event.api?.resource} by hand` } : false),
  state: {
    firstSeen: {
      subject: (event) =>
        event.api?.apiId === undefined ? undefined : `${event.account}/${event.region}/${event.api.apiId}`,
      value: (event) => event.principal.key,
      noun: 'deployer by hand',
      learnDays: 1,
      learning: 'low',
    },
  },
  examples: () => ({
    fires: [
      { title: 'from the command line', severity: 'low', records: [deploy()] },
      { title: 'in the console', severity: 'low', records: [deploy({ by: role(), ...inConsole })] },
      {
        title: 'a stage pointed at another deployment',
        severity: 'low',
        records: [patch('UpdateStage', { ...api, stageName: 'prod' }, [['replace', '/deploymentId', 'd2']])],
      },
      {
        title: 'an HTTP API',
        severity: 'low',
        records: [httpApi('UpdateStage', { apiId: 'h1', stageName: '%24default', deploymentId: 'd2' })],
      },
      { title: 'with a long-term key', severity: 'low', records: [deploy({ by: iamUser() })] },
      {
        title: 'as root, with a long-term key',
        severity: 'low',
        records: [deploy({ by: { ...ROOT, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' } })],
      },
    ],
    quiet: [
      { title: 'a pipeline', records: [deploy({ by: role() })] },
      {
        title: 'Terraform of a user',
        records: [deploy({ by: iamUser(), agent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9' })],
      },
      {
        title: 'CloudFormation for a person',
        records: [deploy({ by: { ...iamUser(), invokedBy: 'cloudformation.amazonaws.com' } })],
      },
      {
        title: 'another change of a stage',
        records: [patch('UpdateStage', { ...api, stageName: 'prod' }, [['replace', '/description', 'x']])],
      },
      { title: 'failed', records: daily(2, (minute) => deploy({ minute, error: { code: 'BadRequestException' } })) },
    ],
  }),
});
