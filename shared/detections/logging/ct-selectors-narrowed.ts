import { defineDetection } from '../define.ts';
import { type Difference, record } from '../example.ts';
import type { Severity } from '../severity.ts';
import type { Change, Verdict } from '../state-use.ts';
import { type Coverage, coverageIn, coverageOf, gapsOf } from './selectors.ts';
import { trailOf } from './trail.ts';

type Selector = Record<string, unknown>;
const BASIC: Selector = { readWriteType: 'All', includeManagementEvents: true, dataResources: [] };
const BUCKET = [{ type: 'AWS::S3::Object', values: ['arn:aws:s3:::uploads/'] }];

function put(selectors: readonly Selector[], difference: Difference = {}, kind = 'eventSelectors') {
  return record('cloudtrail', 'PutEventSelectors', {
    params: { trailName: 'org-trail', [kind]: selectors },
    ...difference,
  });
}
const management = (...conditions: Selector[]): Selector => ({
  fieldSelectors: [{ field: 'eventCategory', equals: ['Management'] }, ...conditions],
});
const advanced = (selectors: readonly Selector[], difference: Difference = {}) =>
  put(selectors, difference, 'advancedEventSelectors');
const putAdvanced = (...conditions: Selector[]) => advanced([management(...conditions)]);
const READS: Selector = { field: 'readOnly', equals: ['true'] };
const WRITES: Selector = { field: 'readOnly', equals: ['false'] };

function severityOf(coverage: Coverage): Severity {
  const nothing = !coverage.writes && !coverage.reads;
  if (nothing) return coverage.chosenData ? 'medium' : 'high';
  return gapsOf(coverage).grave ? 'high' : 'medium';
}

/** Compares with what the trail recorded before: only what is newly missing is news. */
function judge({ setting, before, now }: Change): Verdict {
  if (before === undefined) return { reason: 'what the trail recorded before is not known' };
  const [was, is] = [coverageIn(setting, before), coverageIn(setting, now)];
  if (before === now) return { severity: 'low', reason: 'it recorded no more before' };
  if (was === undefined || is === undefined) return { reason: 'it was something else before' };
  const known = gapsOf(was).gaps;
  const fresh = gapsOf(is).gaps.filter((gap) => !known.includes(gap) && !known.includes('all management events'));
  if (fresh.length === 0) return { severity: 'low', reason: 'it recorded no more before' };
  // A trail that did record management events was not meant for data only.
  const lost = !is.writes && !is.reads;
  return { ...(lost ? { severity: 'high' } : {}), reason: `it recorded ${fresh.join(', ')} before` };
}

export default defineDetection({
  id: 'ct-selectors-narrowed',
  topic: 'L',
  title: 'Trail records less',
  severity: 'high',
  attack: ['T1685.002'],
  why: 'The trail looks healthy but leaves out what an attacker does next: calls that change something, or those of chosen services.',
  benign: ['Cost: KMS and RDS Data API calls are left out', 'A trail that is only meant for data events'],
  runbook: [
    'See what {target} records now: aws cloudtrail get-event-selectors --region {region} --trail-name {target}.',
    'Ask {principal} why. If not meant, record everything again: aws cloudtrail put-event-selectors --region {region} --trail-name {target} --event-selectors \'[{"ReadWriteType":"All","IncludeManagementEvents":true,"DataResources":[]}]\' (adds no data events: put back those of {before}).',
    'Event history still has what the trail left out: aws cloudtrail lookup-events --region {region} --start-time {time} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key}.',
  ],
  on: { source: 'cloudtrail', names: ['PutEventSelectors'] },
  match: (event) => {
    const coverage = coverageOf(event);
    if (coverage === undefined) return false;
    const { gaps } = gapsOf(coverage);
    if (gaps.length === 0) return false;
    const trail = trailOf(event);
    return {
      what: `had trail ${trail} leave out ${gaps.join(', ')}`,
      resource: `trail ${trail}`,
      target: trail,
      severity: severityOf(coverage),
    };
  },
  state: {
    changed: {
      settings: ['cloudtrail.selectors.eventSelectors', 'cloudtrail.selectors.advancedEventSelectors'],
      judge,
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'no management events',
        severity: 'high',
        records: [put([{ ...BASIC, includeManagementEvents: false }])],
      },
      { title: 'reads only', severity: 'high', records: [put([{ ...BASIC, readWriteType: 'ReadOnly' }])] },
      { title: 'writes only', severity: 'medium', records: [put([{ ...BASIC, readWriteType: 'WriteOnly' }])] },
      {
        title: 'KMS left out for its volume',
        severity: 'medium',
        records: [put([{ ...BASIC, excludeManagementEventSources: ['kms.amazonaws.com'] }])],
      },
      {
        title: 'IAM left out',
        severity: 'high',
        records: [putAdvanced({ field: 'eventSource', notEquals: ['iam.amazonaws.com'] })],
      },
      {
        title: 'advanced, reads only',
        severity: 'high',
        records: [putAdvanced(READS)],
      },
      {
        title: 'data only, nothing known of before',
        severity: 'medium',
        records: [put([{ ...BASIC, includeManagementEvents: false, dataResources: BUCKET }])],
      },
      {
        title: 'data only, where management events were recorded',
        severity: 'high',
        records: [
          put([BASIC], { minute: -60 }),
          put([{ ...BASIC, includeManagementEvents: false, dataResources: BUCKET }]),
        ],
      },
      {
        title: 'as little as before',
        severity: 'low',
        records: [
          put([{ ...BASIC, includeManagementEvents: false, dataResources: BUCKET }], { minute: -60 }),
          put([{ ...BASIC, includeManagementEvents: false }]),
        ],
      },
      { title: 'advanced, writes only', severity: 'medium', records: [putAdvanced(WRITES)] },
      {
        title: 'advanced, data only, nothing known of before',
        severity: 'medium',
        records: [advanced([{ fieldSelectors: [{ field: 'eventCategory', equals: ['Data'] }] }])],
      },
      ...['equals', 'startsWith', 'endsWith', 'notStartsWith', 'notEndsWith'].map((how) => ({
        title: `callers chosen by ${how}`,
        severity: 'high' as const,
        records: [putAdvanced({ field: 'userIdentity.arn', [how]: ['arn:aws:iam::111111111111:role/deploy'] })],
      })),
      {
        title: 'advanced, reads only since now',
        severity: 'high',
        records: [advanced([management()], { minute: -60 }), putAdvanced(READS)],
      },
      {
        title: 'advanced, as little as before',
        severity: 'low',
        records: [advanced([management(READS)], { minute: -60 }), putAdvanced(READS)],
      },
      {
        title: 'reads left out since now',
        severity: 'medium',
        records: [put([BASIC], { minute: -60 }), put([{ ...BASIC, readWriteType: 'WriteOnly' }])],
      },
      {
        title: 'more than before, but not everything',
        severity: 'low',
        records: [
          put([{ ...BASIC, includeManagementEvents: false }], { minute: -60 }),
          put([{ ...BASIC, readWriteType: 'ReadOnly' }]),
        ],
      },
    ],
    quiet: [
      {
        title: 'advanced, reads and writes apart, each without something of its own',
        records: [
          advanced([management(READS, { field: 'eventSource', notEquals: ['kms.amazonaws.com'] }), management(WRITES)]),
        ],
      },
      { title: 'everything', records: [put([BASIC])] },
      { title: 'advanced, everything', records: [putAdvanced()] },
      {
        title: 'reads and writes apart, together everything',
        records: [
          put([
            { ...BASIC, readWriteType: 'ReadOnly' },
            { ...BASIC, readWriteType: 'WriteOnly' },
          ]),
        ],
      },
      {
        title: 'refused',
        records: [put([{ ...BASIC, readWriteType: 'ReadOnly' }], { error: { code: 'AccessDenied' } })],
      },
    ],
  }),
});
