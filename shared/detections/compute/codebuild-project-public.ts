import { nameOf } from '../../cloudtrail/arn.ts';
import { filled, text } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record } from '../example.ts';
import { pipeline } from './example-instances.ts';

const show = (projectVisibility: string, difference: Difference = {}) =>
  record('codebuild', 'UpdateProjectVisibility', {
    params: { projectArn: 'arn:aws:codebuild:eu-central-1:111111111111:project/shop', projectVisibility },
    ...difference,
  });

export default defineDetection({
  id: 'codebuild-project-public',
  topic: 'X',
  title: 'Builds published to everyone',
  severity: 'high',
  attack: ['T1552', 'T1567'],
  why: 'Anyone may now read the logs and download the results of every build of the project, past ones too. Build logs are full of tokens, addresses and names.',
  benign: ['An open source project shows its builds'],
  runbook: [
    'Ask {principal} whether project {target} is meant to be public.',
    'Take it back: aws codebuild update-project-visibility --region {region} --project-arn ARN --project-visibility PRIVATE (ARN: aws codebuild batch-get-projects --region {region} --names {target} --query "projects[0].arn").',
    'Search the logs of its builds for secrets: aws codebuild list-builds-for-project --region {region} --project-name {target}; log group /aws/codebuild/{target}.',
    'Rotate every secret found there.',
  ],
  on: { source: 'codebuild', names: ['UpdateProjectVisibility'] },
  match: (event) => {
    if (text(event.params, 'projectVisibility') !== 'PUBLIC_READ') return false;
    const name = nameOf(filled(event.params, 'projectArn') ?? 'without a name');
    return {
      resource: `build project ${name}`,
      target: name,
      what: `made the builds of project ${name} public`,
      ...shipped(event, 'medium'),
    };
  },
  examples: () => ({
    fires: [
      { title: 'by a person', severity: 'high', records: [show('PUBLIC_READ')] },
      { title: 'by a pipeline', severity: 'medium', records: [show('PUBLIC_READ', { by: pipeline() })] },
    ],
    quiet: [
      { title: 'private again', records: [show('PRIVATE')] },
      { title: 'refused', records: [show('PUBLIC_READ', { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
