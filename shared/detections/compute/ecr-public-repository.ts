import { filled } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record } from '../example.ts';
import { pipeline } from './example-instances.ts';

const create = (source: string, difference: Difference = {}) =>
  record(source, 'CreateRepository', { params: { repositoryName: 'tools' }, region: 'us-east-1', ...difference });

export default defineDetection({
  id: 'ecr-public-repository',
  topic: 'X',
  title: 'Public container repository made',
  severity: 'medium',
  attack: ['T1567', 'T1583'],
  why: 'Everything pushed to ECR Public can be pulled by anyone without signing in: a quiet way to carry code out, or to spread an attacker’s images under your name.',
  benign: ['An open source project publishes its images'],
  runbook: [
    'Ask {principal} what is meant to be published in {target}.',
    'See what is there: aws ecr-public describe-images --region us-east-1 --repository-name {target}',
    'If it was not meant: aws ecr-public delete-repository --region us-east-1 --repository-name {target} --force.',
    'Look at what was pushed: aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=EventSource,AttributeValue=ecr-public.amazonaws.com --start-time {time} --end-time {time+6h}; rotate keys that those images hold.',
  ],
  on: { source: 'ecr-public', names: ['CreateRepository'] },
  match: (event) => {
    const name = filled(event.params, 'repositoryName') ?? 'without a name';
    return {
      resource: `public repository ${name}`,
      target: name,
      what: `made the public container repository ${name}`,
      ...shipped(event),
    };
  },
  examples: () => ({
    fires: [
      { title: 'by a person', severity: 'medium', records: [create('ecr-public')] },
      { title: 'by a pipeline', severity: 'low', records: [create('ecr-public', { by: pipeline() })] },
    ],
    quiet: [
      { title: 'a private repository', records: [create('ecr')] },
      { title: 'one of CodeCommit', records: [create('codecommit')] },
      { title: 'refused', records: [create('ecr-public', { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
