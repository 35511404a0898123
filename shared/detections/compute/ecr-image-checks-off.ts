import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, flag, list, text } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record, role } from '../example.ts';
import type { Severity } from '../severity.ts';
import { pipeline } from './example-instances.ts';

/** Which check of images the call takes away, and how grave that is. */
function lost(event: TrailEvent): { what: string; severity: Severity } | undefined {
  const { name, params } = event;
  const repository = filled(params, 'repositoryName') ?? 'a repository';
  if (name === 'PutImageTagMutability' && text(params, 'imageTagMutability') === 'MUTABLE')
    return { what: `let tags of repository ${repository} be overwritten`, severity: 'medium' };
  if (name === 'PutImageScanningConfiguration' && flag(params, 'imageScanningConfiguration', 'scanOnPush') === false)
    return { what: `switched off the scan of images pushed to repository ${repository}`, severity: 'low' };
  if (name === 'PutRegistryScanningConfiguration' && list(params, 'rules').length === 0)
    return { what: 'switched off the scan of images for the whole registry', severity: 'medium' };
  if (name === 'DeleteSigningConfiguration')
    return { what: 'switched off the signing of images for the whole registry', severity: 'medium' };
  return undefined;
}

const call = (name: string, params: Record<string, unknown>, difference: Difference = {}) =>
  record('ecr', name, { params: { repositoryName: 'shop/api', ...params }, ...difference });

export default defineDetection({
  id: 'ecr-image-checks-off',
  topic: 'X',
  title: 'Protection of container images taken away',
  severity: 'medium',
  attack: ['T1525', 'T1685'],
  why: 'When a tag can be overwritten, an image can be put under the name that is already in production. Without scans and signatures nobody notices.',
  benign: ['A build that always pushes the tag “latest”', 'Another scanner takes over'],
  runbook: [
    'Ask {principal} why {resource} needs no protection any more.',
    'See the settings: aws ecr describe-repositories --region {region} --query "repositories[].[repositoryName,imageTagMutability,imageScanningConfiguration.scanOnPush]" --output table; aws ecr get-registry-scanning-configuration --region {region}.',
    'Set it back: aws ecr put-image-tag-mutability --region {region} --repository-name {target} --image-tag-mutability IMMUTABLE.',
    'See whether images were pushed over known tags since {time}: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=PutImage --start-time {time} --end-time {time+6h} (imageTag, imageDigest).',
  ],
  on: {
    source: 'ecr',
    names: [
      'PutImageTagMutability',
      'PutImageScanningConfiguration',
      'PutRegistryScanningConfiguration',
      'DeleteSigningConfiguration',
    ],
  },
  match: (event) => {
    const found = lost(event);
    if (found === undefined) return false;
    const name = filled(event.params, 'repositoryName');
    const resource = name === undefined ? `registry of ${event.account} in ${event.region}` : `repository ${name}`;
    return { ...found, resource, target: name ?? event.account, ...shipped(event) };
  },
  examples: () => ({
    fires: [
      {
        title: 'tags',
        severity: 'medium',
        records: [call('PutImageTagMutability', { imageTagMutability: 'MUTABLE' })],
      },
      {
        title: 'scans of one repository',
        severity: 'low',
        records: [call('PutImageScanningConfiguration', { imageScanningConfiguration: { scanOnPush: false } })],
      },
      {
        title: 'scans of all',
        severity: 'medium',
        records: [record('ecr', 'PutRegistryScanningConfiguration', { params: { scanType: 'BASIC', rules: [] } })],
      },
      { title: 'signing', severity: 'medium', records: [record('ecr', 'DeleteSigningConfiguration')] },
      {
        title: 'by a pipeline',
        severity: 'low',
        records: [call('PutImageTagMutability', { imageTagMutability: 'MUTABLE' }, { by: pipeline() })],
      },
      {
        title: 'by a role that ships infrastructure',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [call('PutImageTagMutability', { imageTagMutability: 'MUTABLE' }, { by: role('deploy') })],
      },
    ],
    quiet: [
      { title: 'tags protected', records: [call('PutImageTagMutability', { imageTagMutability: 'IMMUTABLE' })] },
      {
        title: 'scans on',
        records: [call('PutImageScanningConfiguration', { imageScanningConfiguration: { scanOnPush: true } })],
      },
      {
        title: 'other rules for scans',
        records: [call('PutRegistryScanningConfiguration', { rules: [{ scanFrequency: 'SCAN_ON_PUSH' }] })],
      },
      {
        title: 'refused',
        records: [
          call(
            'PutImageTagMutability',
            { imageTagMutability: 'MUTABLE' },
            { error: { code: 'AccessDeniedException' } },
          ),
        ],
      },
    ],
  }),
});
