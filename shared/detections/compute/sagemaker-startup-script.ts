import { filled } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record, role } from '../example.ts';
import { pipeline } from './example-instances.ts';
import { byServiceAlone } from './service-alone.ts';

const SCRIPTS = [
  'CreateNotebookInstanceLifecycleConfig',
  'UpdateNotebookInstanceLifecycleConfig',
  'CreateStudioLifecycleConfig',
] as const;

const script = (name: string, difference: Difference = {}) =>
  record('sagemaker', name, {
    params: { notebookInstanceLifecycleConfigName: 'setup', onStart: [{ content: 'IyEvYmluL2Jhc2g=' }] },
    ...difference,
  });

export default defineDetection({
  id: 'sagemaker-startup-script',
  topic: 'X',
  title: 'Start-up script for notebooks written',
  severity: 'medium',
  attack: ['T1037', 'T1059.009'],
  why: 'The script runs as root each time the notebook starts, with the notebook’s role. It comes back after every restart.',
  benign: ['Packages or auto-stop scripts are installed on notebooks'],
  runbook: [
    'Ask {principal} what script {target} does.',
    'Read it: aws sagemaker describe-notebook-instance-lifecycle-config --region {region} --notebook-instance-lifecycle-config-name {target} --query "OnStart[].Content" --output text | base64 -d (also OnCreate; for Studio describe-studio-lifecycle-config).',
    'See which notebooks run it: aws sagemaker list-notebook-instances --region {region} --notebook-instance-lifecycle-config-name-contains {target}.',
    'If it was not meant, stop those notebooks, take the script away, and see what their roles did since {time}.',
  ],
  on: { source: 'sagemaker', names: SCRIPTS },
  match: (event) => {
    if (byServiceAlone(event)) return false;
    const given = filled(event.params, 'notebookInstanceLifecycleConfigName');
    const target = given ?? filled(event.params, 'studioLifecycleConfigName') ?? 'without a name';
    return {
      resource: `start-up script ${target}`,
      target,
      what: `wrote start-up script ${target} for notebooks`,
      ...shipped(event),
    };
  },
  examples: () => ({
    fires: [
      { title: 'a new one', severity: 'medium', records: [script('CreateNotebookInstanceLifecycleConfig')] },
      { title: 'one in use changed', severity: 'medium', records: [script('UpdateNotebookInstanceLifecycleConfig')] },
      {
        title: 'for Studio',
        severity: 'medium',
        records: [script('CreateStudioLifecycleConfig', { params: { studioLifecycleConfigName: 'setup' } })],
      },
      { title: 'by a pipeline', severity: 'low', records: [script('CreateStudioLifecycleConfig', { by: pipeline() })] },
      {
        title: 'by a role that ships infrastructure',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [script('UpdateNotebookInstanceLifecycleConfig', { by: role('deploy') })],
      },
      {
        title: 'by a template',
        severity: 'low',
        records: [
          script('CreateStudioLifecycleConfig', { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } }),
        ],
      },
    ],
    quiet: [
      { title: 'taken away', records: [script('DeleteNotebookInstanceLifecycleConfig')] },
      { title: 'read', records: [script('DescribeNotebookInstanceLifecycleConfig')] },
      {
        title: 'refused',
        records: [script('CreateNotebookInstanceLifecycleConfig', { error: { code: 'AccessDeniedException' } })],
      },
      {
        title: 'a service of AWS',
        records: [script('CreateStudioLifecycleConfig', { by: role('AWSServiceRoleForAmazonSageMakerNotebooks') })],
      },
    ],
  }),
});
