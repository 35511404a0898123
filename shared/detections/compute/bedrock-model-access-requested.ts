import { filled } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, iamUser, record, role } from '../example.ts';
import { pipeline } from './example-instances.ts';

const ask = (name: string, difference: Difference = {}) =>
  record('bedrock', name, { params: { modelId: 'anthropic.claude-example-v1:0' }, ...difference });

export default defineDetection({
  id: 'bedrock-model-access-requested',
  topic: 'X',
  title: 'Access to AI models taken out',
  severity: 'medium',
  attack: ['T1496.004', 'T1098'],
  why: 'Stolen keys are sold for the models they reach. Accounts where no model is switched on get one switched on first; the bill can be tens of thousands a day.',
  benign: ['A project starts with Bedrock'],
  runbook: [
    'Ask {principal} which project needs {resource}.',
    'See what is switched on: aws bedrock list-foundation-models --region {region} --query "modelSummaries[].modelId"; aws bedrock get-use-case-for-model-access --region us-east-1.',
    'See who uses models: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventSource,AttributeValue=bedrock.amazonaws.com --start-time {time-1h} --end-time {time+6h} (InvokeModel, Converse).',
    'If it was not meant, stop the credentials ({key}), then aws bedrock delete-foundation-model-agreement --region {region} --model-id MODEL; deny bedrock:* by a service control policy where nobody needs it.',
  ],
  on: {
    source: 'bedrock',
    names: ['PutUseCaseForModelAccess', 'CreateFoundationModelAgreement', 'PutFoundationModelEntitlement'],
  },
  match: (event) => {
    const model = filled(event.params, 'modelId');
    return {
      resource: model === undefined ? `AI models in ${event.region}` : `model ${model}`,
      target: model ?? 'models',
      what: model === undefined ? 'filled in the form that opens access to AI models' : `switched on AI model ${model}`,
      ...shipped(event),
    };
  },
  state: {
    // One model takes three calls: the first of a run is told.
    count: { subject: (event) => event.principal.key, atLeast: 1, withinMinutes: 60, noun: 'calls' },
  },
  examples: () => ({
    fires: [
      {
        title: 'the three calls',
        severity: 'medium',
        records: [
          ask('PutUseCaseForModelAccess', { params: null }),
          ask('CreateFoundationModelAgreement', { minute: 1 }),
          ask('PutFoundationModelEntitlement', { minute: 2 }),
        ],
      },
      {
        title: 'with a long-term key',
        severity: 'medium',
        records: [ask('CreateFoundationModelAgreement', { by: iamUser() })],
      },
      { title: 'by a pipeline', severity: 'low', records: [ask('CreateFoundationModelAgreement', { by: pipeline() })] },
      {
        title: 'by a role that ships infrastructure',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [ask('CreateFoundationModelAgreement', { by: role('deploy') })],
      },
    ],
    quiet: [
      { title: 'what is on offer', records: [ask('ListFoundationModelAgreementOffers')] },
      { title: 'whether it is on', records: [ask('GetFoundationModelAvailability')] },
      { title: 'given back', records: [ask('DeleteFoundationModelAgreement')] },
      {
        title: 'refused',
        records: [ask('CreateFoundationModelAgreement', { error: { code: 'AccessDeniedException' } })],
      },
    ],
  }),
});
