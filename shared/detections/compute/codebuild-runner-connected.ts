import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, filled, list, text } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record } from '../example.ts';
import { pipeline } from './example-instances.ts';

const RUNS_JOBS = /WORKFLOW_JOB_QUEUED/;

/** Whether the webhook makes the project a runner: jobs that somebody writes elsewhere run in it. */
function isRunner(event: TrailEvent): boolean {
  if (text(event.params, 'buildType') === 'RUNNER_BUILDKITE_BUILD') return true;
  const filters = list(event.params, 'filterGroups').flatMap((group) => list(group));
  return filters.some((each) => text(each, 'type') === 'EVENT' && RUNS_JOBS.test(text(each, 'pattern') ?? ''));
}

const BRANCH = { type: 'HEAD_REF', pattern: '^refs/heads/main$' };
const hook = (pattern: string, difference: Difference = {}, more: Record<string, unknown> = {}) =>
  record('codebuild', 'CreateWebhook', {
    params: { projectName: 'runner', filterGroups: [[{ type: 'EVENT', pattern }, BRANCH]], ...more },
    ...difference,
  });

export default defineDetection({
  id: 'codebuild-runner-connected',
  topic: 'X',
  title: 'Build project takes jobs from a repository',
  severity: 'medium',
  attack: ['T1098', 'T1059.009'],
  why: 'From now on whoever can write a workflow in that repository runs commands here with the project’s role, without any AWS credentials. It outlives every key rotation.',
  benign: ['Self-hosted runners for GitHub Actions, GitLab or Buildkite are set up'],
  runbook: [
    'Ask {principal} whose repository it is and who may write to it.',
    'See the repository, the role and the webhook: aws codebuild batch-get-projects --region {region} --names {target} --query "projects[].[source.location,serviceRole,webhook]".',
    'See what the role may do: aws iam list-attached-role-policies --role-name ROLE.',
    'If it was not meant: aws codebuild delete-webhook --region {region} --project-name {target}, revoke the role’s sessions, and see what ran: aws codebuild list-builds-for-project --region {region} --project-name {target}.',
  ],
  on: { source: 'codebuild', names: ['CreateWebhook', 'UpdateWebhook'] },
  match: (event) => {
    if (!isRunner(event)) return false;
    const project = filled(event.params, 'projectName') ?? 'without a name';
    const scope = filled(at(event.params, 'scopeConfiguration'), 'name');
    const whom = scope === undefined ? 'its repository' : `all repositories of ${scope}`;
    return {
      resource: `build project ${project}`,
      target: project,
      what: `let workflows of ${whom} run in build project ${project}`,
      ...shipped(event),
    };
  },
  examples: () => ({
    fires: [
      { title: 'a runner', severity: 'medium', records: [hook('WORKFLOW_JOB_QUEUED')] },
      {
        title: 'for a whole organisation',
        severity: 'medium',
        records: [
          hook('WORKFLOW_JOB_QUEUED', {}, { scopeConfiguration: { name: 'example', scope: 'GITHUB_ORGANIZATION' } }),
        ],
      },
      {
        title: 'Buildkite',
        severity: 'medium',
        records: [hook('PUSH', {}, { filterGroups: [], buildType: 'RUNNER_BUILDKITE_BUILD' })],
      },
      { title: 'by a pipeline', severity: 'low', records: [hook('WORKFLOW_JOB_QUEUED', { by: pipeline() })] },
    ],
    quiet: [
      { title: 'builds what is pushed', records: [hook('PUSH, PULL_REQUEST_MERGED')] },
      { title: 'refused', records: [hook('WORKFLOW_JOB_QUEUED', { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
