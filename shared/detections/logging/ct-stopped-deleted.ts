import type { TrailEvent } from '../../cloudtrail/event.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record } from '../example.ts';
import type { Severity } from '../severity.ts';
import { trailOf } from './trail.ts';

const ARN = 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/org-trail';

/** CloudTrail refuses nothing for good with these: the caller's next try is the one that counts. */
const PASSING = /Throttl|ServiceUnavailable|InternalError|InternalFailure/;

/** Success is critical, a refused try says as much about the intent, and one that failed otherwise was still a try. */
function weight(event: TrailEvent): { severity: Severity; reasons: string[] } {
  if (event.outcome === 'success') return { severity: 'critical', reasons: [] };
  if (event.outcome === 'denied')
    return { severity: 'high', reasons: ['it was refused: the trail still records, but somebody wanted it to stop'] };
  return { severity: 'medium', reasons: [`it failed with ${event.error?.code ?? 'an error'}`] };
}

function call(name: string, trail: string | null, difference: Difference = {}) {
  return record('cloudtrail', name, { params: trail === null ? null : { name: trail }, ...difference });
}

export default defineDetection({
  id: 'ct-stopped-deleted',
  topic: 'L',
  title: 'Trail stopped or deleted',
  severity: 'critical',
  attack: ['T1685.002'],
  why: 'What happens next leaves no record in this trail: neither this pipeline nor anybody else who reads it will see it.',
  benign: ['A trail is replaced by another', 'Terraform takes down a trial account'],
  runbook: [
    'Start it again before anything else: aws cloudtrail start-logging --region {region} --name {target} (a deleted trail must be created anew).',
    'See whether another trail still records the account: aws cloudtrail describe-trails --region {region}, then aws cloudtrail get-trail-status --region {region} --name NAME for each.',
    'Ask {principal} why; if nobody ordered it, stop the credentials ({key}) and treat everything they did since {time-1h} as an attack.',
    'Event history goes on recording management events for 90 days without a trail: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h}.',
    'Note from when to when nothing was recorded, and check that digest files are complete on both sides of the gap.',
  ],
  on: { source: 'cloudtrail', names: ['StopLogging', 'DeleteTrail'], outcome: 'any' },
  match: (event) => {
    if (event.outcome === 'failed' && PASSING.test(event.error?.code ?? '')) return false;
    const trail = trailOf(event);
    const [did, wanted] = event.name === 'StopLogging' ? ['stopped', 'stop'] : ['deleted', 'delete'];
    return {
      ...weight(event),
      what: event.outcome === 'success' ? `${did} trail ${trail}` : `tried to ${wanted} trail ${trail}`,
      resource: `trail ${trail}`,
      target: trail,
    };
  },
  examples: () => ({
    fires: [
      { title: 'stopped', severity: 'critical', records: [call('StopLogging', ARN)] },
      { title: 'deleted', severity: 'critical', records: [call('DeleteTrail', 'org-trail')] },
      {
        title: 'refused',
        severity: 'high',
        records: [
          call('StopLogging', null, {
            error: {
              code: 'AccessDenied',
              message: `User: arn:aws:iam::111111111111:user/a is not authorized to perform: cloudtrail:StopLogging on resource: ${ARN} with an explicit deny in a service control policy`,
            },
          }),
        ],
      },
      {
        title: 'there is no such trail',
        severity: 'medium',
        records: [call('DeleteTrail', 'org-trail', { error: { code: 'TrailNotFoundException' } })],
      },
    ],
    quiet: [
      { title: 'started', records: [call('StartLogging', 'org-trail')] },
      {
        title: 'too many requests: the caller will try again',
        records: [call('StopLogging', 'org-trail', { error: { code: 'ThrottlingException' } })],
      },
      { title: 'looked at', records: [call('GetTrailStatus', 'org-trail')] },
    ],
  }),
});
