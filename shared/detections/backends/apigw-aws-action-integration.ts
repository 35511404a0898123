import { byHand } from '../by-hand.ts';
import { defineDetection } from '../define.ts';
import { httpApi, patch, restApi, role } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { called, SENSITIVE, serviceIn } from './aws-service.ts';

const method = { restApiId: 'a1b2c3d4e5', resourceId: 'x1y2z3', httpMethod: 'POST' };
const uri = (service: string, rest: string) => `arn:aws:apigateway:eu-central-1:${service}:${rest}`;
const QUEUE = uri('sqs', 'path/111111111111/orders');
const IAM = uri('iam', 'action/CreateAccessKey');
const FUNCTION = uri(
  'lambda',
  'path/2015-03-31/functions/arn:aws:lambda:eu-central-1:111111111111:function:orders/invocations',
);
const put = (to: string, difference = {}) =>
  restApi('PutIntegration', method, { type: 'AWS', httpMethod: 'POST', uri: to }, difference);
const inConsole = { also: { sessionCredentialFromConsole: 'true' } };

function judge({ before, now }: Change): Verdict {
  if (before === now || serviceIn(now) === undefined) return 'quiet';
  const was = serviceIn(before ?? '');
  return was === undefined ? {} : { reason: `it called ${was.what} before` };
}

export default defineDetection({
  id: 'apigw-aws-action-integration',
  topic: 'B',
  title: 'API calls an AWS service directly',
  severity: 'medium',
  attack: ['T1059.009'],
  why: 'Whoever calls the API has AWS do something with the integration’s role, without code of yours in between: a backdoor that looks like an API.',
  benign: ['A queue, table or state machine put behind an API'],
  runbook: [
    'Ask {principal} what {resource} is for.',
    'See the call and its role: aws apigateway get-resources --rest-api-id {api} --embed methods --region {region} (uri and credentials of methodIntegration; HTTP API: aws apigatewayv2 get-integrations --api-id {api} --region {region}).',
    'See what callers need: authorizationType of the method in the same answer; NONE means that anyone can have AWS do this.',
    'If it was not meant, delete the integration (aws apigateway delete-integration, or aws apigatewayv2 delete-integration) and deploy.',
    'See what the role did since {time}: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=AssumeRole --start-time {time-1h} (invokedBy apigateway.amazonaws.com).',
  ],
  on: { source: 'apigateway', names: ['PutIntegration', 'CreateIntegration', 'UpdateIntegration'] },
  match: (event) => {
    const found = called(event);
    if (found === undefined) return false;
    const sensitive = SENSITIVE.has(found.service);
    // A queue behind an API is how many are built: by a pipeline it is low.
    const severity = sensitive ? 'high' : byHand(event) === undefined ? 'low' : 'medium';
    return { severity, what: `had ${event.api?.resource} call ${found.what}` };
  },
  state: { changed: { settings: ['apigateway.integration.uri'], judge } },
  examples: () => ({
    fires: [
      { title: 'IAM', severity: 'high', records: [put(IAM, { by: role() })] },
      {
        title: 'Lambda itself, not a function',
        severity: 'high',
        records: [put(uri('lambda', 'path/2015-03-31/functions'), { by: role() })],
      },
      {
        title: 'IAM, where a queue was',
        severity: 'high',
        records: [
          put(QUEUE, { minute: -600, by: role() }),
          patch('UpdateIntegration', method, [['replace', '/uri', IAM]]),
        ],
      },
      { title: 'a queue, in the console', severity: 'medium', records: [put(QUEUE, inConsole)] },
      { title: 'a queue, by a pipeline', severity: 'low', records: [put(QUEUE, { by: role() })] },
      {
        title: 'a service with a subdomain',
        severity: 'low',
        records: [put(uri('runtime.sagemaker', 'path/endpoints/model/invocations'), { by: role() })],
      },
      {
        title: 'an HTTP API',
        severity: 'medium',
        records: [
          httpApi(
            'CreateIntegration',
            { apiId: 'h1', integrationType: 'AWS_PROXY', integrationSubtype: 'SQS-SendMessage' },
            inConsole,
          ),
        ],
      },
      ...['cloudformation', 'ec2', 'identitystore', 'kms', 'organizations', 'secretsmanager', 'ssm', 'sso', 'sts'].map(
        (service) => ({
          title: `${service}, by a pipeline`,
          severity: 'high' as const,
          records: [put(uri(service, 'action/X'), { by: role() })],
        }),
      ),
    ],
    quiet: [
      { title: 'a function', records: [put(FUNCTION, inConsole)] },
      {
        title: 'a function that a stage variable names',
        records: [
          put(
            uri(
              'lambda',
              'path/2015-03-31/functions/arn:aws:lambda:eu-central-1:111111111111:function:$' +
                '{stageVariables.fn}/invocations',
            ),
          ),
        ],
      },
      { title: 'a URL', records: [put('https://orders.example.com', inConsole)] },
      {
        title: 'the call it made before',
        records: [
          patch('UpdateIntegration', method, [['replace', '/timeoutInMillis', '5000']], {
            minute: -600,
            response: { uri: IAM },
          }),
          put(IAM),
        ],
      },
      { title: 'refused', records: [put(IAM, { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
