import { amount, filled } from '../../cloudtrail/field.ts';
import { functionName } from '../../settings/names.ts';
import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';

function reserve(reservedConcurrentExecutions: unknown, difference = {}) {
  return record('lambda', 'PutFunctionConcurrency20171031', {
    params: { functionName: 'orders-authorizer', reservedConcurrentExecutions },
    ...difference,
  });
}

export default defineDetection({
  id: 'lambda-concurrency-zero',
  topic: 'H',
  title: 'Function throttled to zero',
  severity: 'high',
  attack: ['T1499.003'],
  why: 'A function without concurrency answers nobody: as a backend or authorizer it takes every API behind it down, as a log or alarm function it blinds them.',
  benign: ['An emergency stop of a runaway function', 'A function that is being retired'],
  runbook: [
    'Ask {principal} whether {target} was stopped on purpose; it runs nothing since {time}.',
    'See what depends on it: aws lambda get-policy --function-name {target} --region {region} (the services and APIs that may call it), aws lambda list-event-source-mappings --function-name {target} --region {region}.',
    'If not meant: aws lambda delete-function-concurrency --function-name {target} --region {region}.',
    'See what else {principal} did between {time-1h} and {time+1h}.',
  ],
  on: { source: 'lambda', names: ['PutFunctionConcurrency'] },
  match: (event) => {
    const name = functionName(filled(event.params, 'functionName'));
    if (name === undefined || amount(event.params, 'reservedConcurrentExecutions') !== 0) return false;
    return { resource: `function ${name}`, target: name, what: `set the concurrency of function ${name} to 0` };
  },
  examples: () => ({
    fires: [
      { title: 'by a person', severity: 'high', records: [reserve(0)] },
      { title: 'by a role, number written as text', severity: 'high', records: [reserve('0', { by: role() })] },
    ],
    quiet: [
      { title: 'a small reservation', records: [reserve(1)] },
      { title: 'no number at all', records: [reserve(null)] },
      { title: 'denied', records: [reserve(0, { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
