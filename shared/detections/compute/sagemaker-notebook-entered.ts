import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { type Difference, daily, person, record } from '../example.ts';
import { newToCaller } from '../first-time.ts';
import { KNOWN_ACCOUNT } from './example-instances.ts';

/** The notebook, or the profile in Studio, that the address signs in to. */
function placeOf({ params }: TrailEvent): string | undefined {
  const notebook = filled(params, 'notebookInstanceName');
  if (notebook !== undefined) return `notebook ${notebook}`;
  const profile = filled(params, 'userProfileName');
  return profile === undefined ? undefined : `Studio profile ${profile}`;
}

const notebook = (notebookInstanceName: string, difference: Difference = {}) =>
  record('sagemaker', 'CreatePresignedNotebookInstanceUrl', { params: { notebookInstanceName }, ...difference });
const studio = (userProfileName: string, difference: Difference = {}) =>
  record('sagemaker', 'CreatePresignedDomainUrl', {
    params: { domainId: 'd-example', userProfileName },
    ...difference,
  });

export default defineDetection({
  id: 'sagemaker-notebook-entered',
  topic: 'X',
  title: 'Newcomer signed in to a notebook',
  severity: 'medium',
  attack: ['T1021.007', 'T1548'],
  why: 'The address signs its holder in to the notebook without a password. There is a shell with the notebook’s role, which often reads all data and models.',
  benign: ['A data scientist opens another notebook than usual'],
  runbook: [
    'Ask {principal} what {resource} was opened for at {time} from {ip}.',
    'See which role it has: aws sagemaker describe-notebook-instance --region {region} --notebook-instance-name NAME --query RoleArn; for Studio: aws sagemaker describe-user-profile --region {region} --domain-id ID --user-profile-name NAME.',
    'See what that role did since {time}: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=Username,AttributeValue=SageMaker --start-time {time} --end-time {time+6h}.',
    'If nobody can explain it, stop the credentials ({key}) and the notebook (aws sagemaker stop-notebook-instance), and look at its lifecycle scripts.',
  ],
  on: { source: 'sagemaker', names: ['CreatePresignedNotebookInstanceUrl', 'CreatePresignedDomainUrl'] },
  match: (event) => {
    const place = placeOf(event);
    if (place === undefined) return false;
    return {
      resource: place,
      target: place,
      what: `signed in to ${place}`,
      // In Studio each person has a profile; opening one's own for the first time is ordinary.
      ...(event.name === 'CreatePresignedDomainUrl' ? { severity: 'low' as const } : {}),
    };
  },
  state: {
    firstSeen: newToCaller('place', placeOf, { learning: 'low' }),
    count: {
      subject: (event) => `${event.principal.key} ${placeOf(event)}`,
      atLeast: 1,
      withinMinutes: 1440,
      noun: 'sign-ins',
    },
  },
  examples: () => ({
    fires: [
      { title: 'a notebook', severity: 'medium', records: [...KNOWN_ACCOUNT, notebook('research')] },
      {
        title: 'another notebook than usual',
        severity: 'medium',
        records: [...daily(7, (minute) => notebook('mine', { minute })), notebook('research')],
      },
      { title: 'a profile in Studio', severity: 'low', records: [...KNOWN_ACCOUNT, studio('bob')] },
      { title: 'in an account just met', severity: 'low', records: [notebook('research')] },
    ],
    quiet: [
      {
        title: 'a notebook is looked at',
        records: [
          ...KNOWN_ACCOUNT,
          record('sagemaker', 'DescribeNotebookInstance', { params: { notebookInstanceName: 'research' } }),
        ],
      },
      {
        title: 'refused',
        records: [...KNOWN_ACCOUNT, notebook('research', { by: person(), error: { code: 'AccessDeniedException' } })],
      },
    ],
  }),
});
