import { filled } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record, role } from '../example.ts';
import { pipeline } from './example-instances.ts';

const activate = (name: string, difference: Difference = {}) =>
  record('ssm', name, { params: { iamRole: 'service-role/hybrid', registrationLimit: 5 }, ...difference });

export default defineDetection({
  id: 'ssm-activation-created',
  topic: 'X',
  title: 'Way to register foreign machines made',
  severity: 'medium',
  attack: ['T1098.003', 'T1219'],
  why: 'With the code any machine anywhere registers itself and gets credentials of the role, renewed for as long as it runs. That is a way back in that no key rotation ends.',
  benign: ['Servers in your own data centre are brought under Systems Manager'],
  runbook: [
    'Ask {principal} which machines are to be registered with role {target}.',
    'See what has registered: aws ssm describe-activations --region {region}; aws ssm describe-instance-information --region {region} --filters Key=ResourceType,Values=ManagedInstance --query "InstanceInformationList[].[InstanceId,ComputerName,IPAddress,IamRole,RegistrationDate]" --output table',
    'If it was not meant: aws ssm delete-activation --region {region} --activation-id ID and, for each machine that is not yours, aws ssm deregister-managed-instance --region {region} --instance-id mi-ID.',
    'See what role {target} may do and did since {time}; its sessions are named after the machine (mi-…).',
  ],
  on: { source: 'ssm', names: ['CreateActivation'] },
  match: (event) => {
    const given = filled(event.params, 'iamRole') ?? 'unknown';
    const target = given.slice(given.lastIndexOf('/') + 1);
    const limit = filled(event.params, 'registrationLimit') ?? '1';
    return {
      resource: `role ${target}`,
      target,
      what: `made a code with which ${limit} machines from anywhere get role ${target}`,
      ...shipped(event),
    };
  },
  examples: () => ({
    fires: [
      { title: 'by a person', severity: 'medium', records: [activate('CreateActivation')] },
      { title: 'by a pipeline', severity: 'low', records: [activate('CreateActivation', { by: pipeline() })] },
      {
        title: 'by a role that ships infrastructure',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [activate('CreateActivation', { by: role('deploy') })],
      },
    ],
    quiet: [
      { title: 'taken back', records: [activate('DeleteActivation')] },
      { title: 'refused', records: [activate('CreateActivation', { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
