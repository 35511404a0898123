import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import type { Severity } from '../severity.ts';
import { eased } from './deploys.ts';

const LOSSES: Readonly<Record<string, { readonly what: string; readonly severity: Severity }>> = {
  DisableSnapshotBlockPublicAccess: { what: 'let snapshots be made public', severity: 'high' },
  DisableImageBlockPublicAccess: { what: 'let images be made public', severity: 'high' },
  DisableAllowedImagesSettings: { what: 'let images of any owner be launched', severity: 'medium' },
};

function call(name: string, params: Record<string, unknown> = {}, difference = {}) {
  return record('ec2', name, { params, ...difference });
}

export default defineDetection({
  id: 'ebs-sharing-guard-off',
  topic: 'X',
  title: "Account's guard for disks taken down",
  severity: 'high',
  attack: ['T1685'],
  why: 'The guard of the whole account and region is gone: a snapshot or image can now be opened to everyone with one call.',
  benign: ['A public image is to be published', 'A landing zone that sets it anew'],
  runbook: [
    'Ask {principal} what is to be published.',
    'See whether it was used: aws ec2 describe-snapshots --owner-ids self --restorable-by-user-ids all --region {region}; aws ec2 describe-images --owners self --executable-users all --region {region}.',
    'Put it back: aws ec2 enable-snapshot-block-public-access --state block-all-sharing --region {region}; aws ec2 enable-image-block-public-access --image-block-public-access-state block-new-sharing --region {region}.',
    'Look in other regions too: the guard stands in each by itself.',
  ],
  on: { source: 'ec2', names: Object.keys(LOSSES) },
  match: (event) => {
    const loss = LOSSES[event.name];
    if (loss === undefined) return false;
    const resource = `disks of account ${event.account}, ${event.region}`;
    return eased(event, { ...loss, what: `${loss.what} in ${event.region}`, resource, target: event.region }, 'low');
  },
  examples: () => ({
    fires: [
      { title: 'snapshots', severity: 'high', records: [call('DisableSnapshotBlockPublicAccess')] },
      { title: 'images', severity: 'high', records: [call('DisableImageBlockPublicAccess')] },
      {
        title: 'by the landing zone',
        severity: 'low',
        lists: { deployRoles: ['landing-zone'] },
        records: [call('DisableImageBlockPublicAccess', {}, { by: role('landing-zone') })],
      },
      { title: 'images of any owner', severity: 'medium', records: [call('DisableAllowedImagesSettings')] },
    ],
    quiet: [
      {
        title: 'all sharing blocked',
        records: [call('EnableSnapshotBlockPublicAccess', { state: 'block-all-sharing' })],
      },
      {
        title: 'refused',
        records: [call('DisableImageBlockPublicAccess', {}, { error: { code: 'Client.UnauthorizedOperation' } })],
      },
    ],
  }),
});
