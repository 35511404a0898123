import { nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, flag } from '../../cloudtrail/field.ts';
import { byService } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record, role } from '../example.ts';
import { newToCaller } from '../first-time.ts';
import { KNOWN_ACCOUNT } from './example-instances.ts';

/** What a build may be told to do otherwise than its project says, as far as it decides what runs. */
const OVERRIDES: readonly (readonly [field: string, what: string])[] = [
  ['serviceRoleOverride', 'role'],
  ['buildspecOverride', 'commands'],
  ['sourceLocationOverride', 'source'],
  ['sourceTypeOverride', 'kind of source'],
  ['imageOverride', 'image'],
];

function overridden({ params }: TrailEvent): readonly string[] {
  const named = OVERRIDES.filter(([field]) => filled(params, field) !== undefined).map(([, what]) => what);
  return flag(params, 'privilegedModeOverride') === true ? [...named, 'privileged mode'] : named;
}

function projectOf(event: TrailEvent): string {
  return filled(event.params, 'projectName') ?? 'without a name';
}

const start = (more: Record<string, unknown>, difference: Difference = {}) =>
  record('codebuild', 'StartBuild', { params: { projectName: 'shop', ...more }, ...difference });
const COMMANDS = { buildspecOverride: 'version: 0.2' };

export default defineDetection({
  id: 'codebuild-build-overridden',
  topic: 'X',
  title: 'Build run with commands of the caller’s own',
  severity: 'medium',
  attack: ['T1059.009', 'T1548'],
  why: 'Whoever may start a build decides what it runs, with the project’s role. That role often may deploy everything.',
  benign: ['A developer tries another build specification', 'A pipeline that passes its own'],
  runbook: [
    'Ask {principal} what this build was for.',
    'Read what ran: aws codebuild list-builds-for-project --region {region} --project-name {target} --max-items 5, then aws codebuild batch-get-builds --region {region} --ids ID --query "builds[].[initiator,source,serviceRole,logs.deepLink]".',
    'See what the project’s role did meanwhile: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=Username,AttributeValue=SESSION --start-time {time} --end-time {time+6h} (sessions are named AWSCodeBuild-…).',
    'If it was not meant, stop the build (aws codebuild stop-build --region {region} --id ID), stop the credentials ({key}), and rotate the secrets that the project may read.',
  ],
  on: { source: 'codebuild', names: ['StartBuild', 'StartBuildBatch'] },
  match: (event) => {
    const what = overridden(event);
    if (what.length === 0 || byService(event)) return false;
    const project = projectOf(event);
    const roleArn = filled(event.params, 'serviceRoleOverride');
    return {
      resource: `build project ${project}`,
      target: project,
      what: `ran a build of project ${project} with ${what.join(', ')} of its own`,
      ...(roleArn === undefined
        ? {}
        : { severity: 'high' as const, reasons: [`with role ${nameOf(roleArn)} instead of the project’s`] }),
    };
  },
  state: {
    firstSeen: newToCaller('build of this kind', (event) => `${projectOf(event)}: ${overridden(event).join(', ')}`, {
      learning: 'low',
    }),
  },
  examples: () => ({
    fires: [
      { title: 'other commands', severity: 'medium', records: [...KNOWN_ACCOUNT, start(COMMANDS)] },
      {
        title: 'another source',
        severity: 'medium',
        records: [...KNOWN_ACCOUNT, start({ sourceLocationOverride: 'https://git.example.net/x.git' })],
      },
      {
        title: 'another role',
        severity: 'high',
        records: [
          ...KNOWN_ACCOUNT,
          start({ ...COMMANDS, serviceRoleOverride: 'arn:aws:iam::111111111111:role/admin' }),
        ],
      },
      {
        title: 'privileged mode',
        severity: 'medium',
        records: [...KNOWN_ACCOUNT, start({ privilegedModeOverride: true })],
      },
      { title: 'in an account just met', severity: 'low', records: [start(COMMANDS)] },
    ],
    quiet: [
      { title: 'as the project says', records: [...KNOWN_ACCOUNT, start({ sourceVersion: 'main' })] },
      {
        title: 'a variable',
        records: [...KNOWN_ACCOUNT, start({ environmentVariablesOverride: [{ name: 'STAGE', value: 'prod' }] })],
      },
      {
        title: 'CodePipeline',
        records: [...KNOWN_ACCOUNT, start(COMMANDS, { by: { ...role(), invokedBy: 'codepipeline.amazonaws.com' } })],
      },
      { title: 'refused', records: [...KNOWN_ACCOUNT, start(COMMANDS, { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
