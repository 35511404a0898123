import type { TrailEvent } from '../../cloudtrail/event.ts';
import { defineDetection } from '../define.ts';
import { burst, type Difference, iamUser, record } from '../example.ts';
import { modelOf, USES } from './models.ts';

/** Errors of load, which an application meets that tries the next model then. */
const BUSY = /Throttling|ServiceUnavailable|ModelTimeout|ModelNotReady|InternalServer|ModelStreamError|ServiceQuota/;

function probed(event: TrailEvent): string | undefined {
  const model = modelOf(event);
  return model === undefined ? undefined : `${model} in ${event.region}`;
}

const tried = (count: number, code: string, difference: Difference = {}) =>
  burst(count, (index, minute) =>
    record('bedrock', 'InvokeModel', {
      by: iamUser(),
      minute,
      params: { modelId: `vendor.model-${index}` },
      error: { code },
      ...difference,
    }),
  );

export default defineDetection({
  id: 'bedrock-models-probed',
  topic: 'X',
  title: 'AI models tried one after the other',
  severity: 'medium',
  attack: ['T1496.004', 'T1580'],
  why: 'Programs that resell stolen keys go through models and regions to see which answer, often with requests that are wrong on purpose and cost nothing.',
  benign: ['A developer tries which models the account may use'],
  runbook: [
    'Ask {principal} what tried these models at {time} from {ip}.',
    'List the tries and whether one worked: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=InvokeModel --start-time {time-1h} --end-time {time+6h} (modelId, errorCode); the same for Converse, and in other regions.',
    'If nobody can explain it, stop the credentials: aws iam update-access-key --status Inactive --access-key-id {key} --user-name {principal}; for a role, revoke its sessions.',
    'See the cost of Bedrock since {time-1h} in Cost Explorer, and whether invocation logs are still on: aws bedrock get-model-invocation-logging-configuration --region {region}.',
  ],
  on: { source: 'bedrock', names: USES, outcome: ['denied', 'failed'] },
  match: (event) => {
    const model = probed(event);
    if (model === undefined || BUSY.test(event.error?.code ?? '')) return false;
    return { resource: `model ${model}`, what: `was refused one AI model after the other, at last ${model}` };
  },
  state: {
    count: {
      subject: (event) => event.principal.key,
      distinct: probed,
      atLeast: 4,
      withinMinutes: 30,
      noun: 'models and regions refused',
    },
  },
  examples: () => ({
    fires: [
      { title: 'no right to any', severity: 'medium', records: tried(4, 'AccessDeniedException') },
      { title: 'requests that are wrong on purpose', severity: 'medium', records: tried(5, 'ValidationException') },
      {
        title: 'one model in many regions',
        severity: 'medium',
        records: ['us-east-1', 'us-west-2', 'eu-west-1', 'ap-south-1'].flatMap((region) =>
          tried(1, 'ResourceNotFoundException', { region }),
        ),
      },
      {
        title: 'only the refusal names the model',
        severity: 'medium',
        records: burst(4, (index, minute) =>
          record('bedrock', 'ConverseStream', {
            minute,
            error: {
              code: 'AccessDeniedException',
              message: `User: x is not authorized to perform: bedrock:InvokeModelWithResponseStream on resource: arn:aws:bedrock:us-east-1::foundation-model/vendor.model-${index} because no identity-based policy allows it`,
            },
          }),
        ),
      },
    ],
    quiet: [
      { title: 'three models', records: tried(3, 'AccessDeniedException') },
      {
        title: 'an application that is not allowed',
        records: tried(40, 'AccessDeniedException', { params: { modelId: 'm' } }),
      },
      { title: 'models that are busy', records: tried(6, 'ThrottlingException') },
      {
        title: 'nobody knows which model',
        records: ['us-east-1', 'us-west-2', 'eu-west-1', 'ap-south-1'].flatMap((region) =>
          tried(1, 'ValidationException', { region, params: null }),
        ),
      },
      {
        title: 'four over a morning',
        records: [0, 1, 2, 3].flatMap((index) =>
          tried(1, 'ValidationException', { minute: index * 10.2, params: { modelId: `vendor.model-${index}` } }),
        ),
      },
    ],
  }),
});
