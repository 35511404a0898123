import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record } from '../example.ts';
import { pipeline } from './example-instances.ts';
import { byServiceAlone } from './service-alone.ts';

/** What a setting's new value opens; undefined when it opens nothing. */
function opened(event: TrailEvent): string | undefined {
  const id = filled(event.params, 'settingId') ?? '';
  const value = filled(event.params, 'settingValue') ?? '';
  if (id.endsWith('/ssm/documents/console/public-sharing-permission'))
    return value.toLowerCase() === 'enable' ? 'allowed documents to be shared with everyone' : undefined;
  if (id.endsWith('/ssm/managed-instance/default-ec2-instance-management-role'))
    return value === '' || value.toLowerCase() === '$none'
      ? undefined
      : `let Systems Manager manage every instance, with role ${value.slice(value.lastIndexOf('/') + 1)}`;
  return undefined;
}

const set = (settingId: string, settingValue: string, difference: Difference = {}) =>
  record('ssm', 'UpdateServiceSetting', { params: { settingId, settingValue }, ...difference });
const HOSTS =
  'arn:aws:ssm:eu-central-1:111111111111:servicesetting/ssm/managed-instance/default-ec2-instance-management-role';
const SHARING = '/ssm/documents/console/public-sharing-permission';

export default defineDetection({
  id: 'ssm-setting-loosened',
  topic: 'X',
  title: 'Systems Manager opened for the whole account',
  severity: 'medium',
  attack: ['T1578.005', 'T1651'],
  why: 'With default host management every instance takes commands from Systems Manager, even those meant to have no role. Without the block on public sharing any document can be published.',
  benign: ['Systems Manager is introduced for all machines'],
  runbook: [
    'Ask {principal} whether this is meant for all of {account} in {region}.',
    'See both settings: aws ssm get-service-setting --region {region} --setting-id /ssm/managed-instance/default-ec2-instance-management-role; aws ssm get-service-setting --region {region} --setting-id /ssm/documents/console/public-sharing-permission',
    'If it was not meant: aws ssm reset-service-setting --region {region} --setting-id ID; for sharing: aws ssm update-service-setting --region {region} --setting-id /ssm/documents/console/public-sharing-permission --setting-value Disable',
    'Look for commands, sessions and shared documents since {time}: SendCommand, StartSession, ModifyDocumentPermission.',
  ],
  on: { source: 'ssm', names: ['UpdateServiceSetting'] },
  match: (event) => {
    const what = opened(event);
    if (what === undefined || byServiceAlone(event)) return false;
    return { what, resource: `Systems Manager of ${event.account} in ${event.region}`, ...shipped(event) };
  },
  examples: () => ({
    fires: [
      {
        title: 'default host management',
        severity: 'medium',
        records: [set(HOSTS, 'service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole')],
      },
      { title: 'public sharing', severity: 'medium', records: [set(SHARING, 'Enable')] },
      {
        title: 'public sharing, by its ARN',
        severity: 'medium',
        records: [set(`arn:aws:ssm:eu-central-1:111111111111:servicesetting${SHARING}`, 'Enable')],
      },
      { title: 'by a pipeline', severity: 'low', records: [set(SHARING, 'Enable', { by: pipeline() })] },
    ],
    quiet: [
      { title: 'public sharing blocked', records: [set(SHARING, 'Disable')] },
      { title: 'default host management off', records: [set(HOSTS, '$None')] },
      { title: 'another setting', records: [set('/ssm/parameter-store/high-throughput-enabled', 'true')] },
      { title: 'refused', records: [set(SHARING, 'Enable', { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
