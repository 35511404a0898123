import { filled } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record, role } from '../example.ts';
import { pipeline } from './example-instances.ts';

const remove = (name: string, difference: Difference = {}, more: Record<string, unknown> = {}) =>
  record('bedrock', name, { params: { guardrailIdentifier: 'abc123example', ...more }, ...difference });

export default defineDetection({
  id: 'bedrock-guardrail-removed',
  topic: 'X',
  title: 'Guardrail of AI models removed',
  severity: 'medium',
  attack: ['T1685'],
  why: 'Without its guardrail a model answers what it should not: harmful content in your name, and personal data that was to be masked.',
  benign: ['A guardrail that was only tried out'],
  runbook: [
    'Ask {principal} whether guardrail {target} was still in use.',
    'See which are left: aws bedrock list-guardrails --region {region}.',
    'Make it again from its template or from the last version in your records; applications that name it fail until then.',
    'Look at which models were used without since {time}: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=InvokeModel --start-time {time} --end-time {time+6h}.',
  ],
  on: { source: 'bedrock', names: ['DeleteGuardrail', 'DeleteEnforcedGuardrailConfiguration'] },
  match: (event) => {
    const all = event.name === 'DeleteEnforcedGuardrailConfiguration';
    const id = filled(event.params, 'guardrailIdentifier') ?? filled(event.params, 'configId') ?? 'unknown';
    const version = filled(event.params, 'guardrailVersion');
    // A version that is given up leaves the guardrail itself.
    if (!all && version !== undefined) return false;
    return {
      resource: all ? `enforced guardrail of ${event.account}` : `guardrail ${id}`,
      target: id,
      what: all ? 'ended the guardrail that holds for all models of the account' : `deleted guardrail ${id}`,
      ...(all ? { severity: 'high' as const } : {}),
      ...shipped(event, all ? 'medium' : 'low'),
    };
  },
  examples: () => ({
    fires: [
      { title: 'deleted', severity: 'medium', records: [remove('DeleteGuardrail')] },
      {
        title: 'the one for all models',
        severity: 'high',
        records: [remove('DeleteEnforcedGuardrailConfiguration', { params: { configId: 'c1' } })],
      },
      { title: 'by a pipeline', severity: 'low', records: [remove('DeleteGuardrail', { by: pipeline() })] },
      {
        title: 'by a role that ships infrastructure',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [remove('DeleteGuardrail', { by: role('deploy') })],
      },
      {
        title: 'the one for all models, by a pipeline',
        severity: 'medium',
        records: [remove('DeleteEnforcedGuardrailConfiguration', { params: { configId: 'c1' }, by: pipeline() })],
      },
    ],
    quiet: [
      { title: 'an old version', records: [remove('DeleteGuardrail', {}, { guardrailVersion: '1' })] },
      { title: 'changed', records: [remove('UpdateGuardrail')] },
      { title: 'refused', records: [remove('DeleteGuardrail', { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
