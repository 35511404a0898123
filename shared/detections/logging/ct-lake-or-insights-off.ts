import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, flag, list } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record } from '../example.ts';
import { trailOf } from './trail.ts';

const STORE = 'arn:aws:cloudtrail:eu-central-1:111111111111:eventdatastore/12345678-1234-1234-1234-123456789012';
const call = (name: string, params: Record<string, unknown>, difference: Difference = {}) =>
  record('cloudtrail', name, { params, ...difference });

/** What the call switches off, to complete "alice …"; undefined when nothing. */
function lossIn(event: TrailEvent): string | undefined {
  const store = filled(event.params, 'eventDataStore') ?? 'an event data store';
  switch (event.name) {
    case 'DeleteEventDataStore':
      return `deleted ${store}`;
    case 'StopEventDataStoreIngestion':
      return `stopped the intake of ${store}`;
    case 'UpdateEventDataStore':
      return flag(event.params, 'terminationProtectionEnabled') === false
        ? `took the deletion protection of ${store} off`
        : undefined;
    case 'PutInsightSelectors':
      return 'insightSelectors' in event.params && list(event.params, 'insightSelectors').length === 0
        ? `switched CloudTrail Insights off for trail ${trailOf(event)}`
        : undefined;
    default:
      return `took away the delegated CloudTrail administrator ${filled(event.params, 'delegatedAdminAccountId') ?? ''}`.trim();
  }
}

export default defineDetection({
  id: 'ct-lake-or-insights-off',
  topic: 'L',
  title: 'CloudTrail Lake or Insights switched off',
  severity: 'high',
  attack: ['T1685.002'],
  why: 'The store that investigations search, or the watch over unusual volumes, is gone; trails go on, but fewer people look at them.',
  benign: ['Cost: Lake is replaced by a trail', 'The administration of trails moves to another account'],
  runbook: [
    'Ask {principal} whether {resource} was to go.',
    'A deleted store can be had back for seven days: aws cloudtrail restore-event-data-store --event-data-store {target} --region {region}.',
    'Start the intake again: aws cloudtrail start-event-data-store-ingestion --event-data-store {target} --region {region}.',
    'See what {principal} (key {key}) did from {time-1h} to {time+6h} while it was off.',
  ],
  on: {
    source: 'cloudtrail',
    names: [
      'DeleteEventDataStore',
      'StopEventDataStoreIngestion',
      'UpdateEventDataStore',
      'PutInsightSelectors',
      'DeregisterOrganizationDelegatedAdmin',
    ],
  },
  match: (event) => {
    const what = lossIn(event);
    if (what === undefined) return false;
    const target =
      filled(event.params, 'eventDataStore') ?? filled(event.params, 'delegatedAdminAccountId') ?? trailOf(event);
    return { what, resource: target, target };
  },
  examples: () => ({
    fires: [
      { title: 'store deleted', severity: 'high', records: [call('DeleteEventDataStore', { eventDataStore: STORE })] },
      {
        title: 'intake stopped',
        severity: 'high',
        records: [call('StopEventDataStoreIngestion', { eventDataStore: STORE })],
      },
      {
        title: 'deletion protection off',
        severity: 'high',
        records: [call('UpdateEventDataStore', { eventDataStore: STORE, terminationProtectionEnabled: false })],
      },
      {
        title: 'Insights off',
        severity: 'high',
        records: [call('PutInsightSelectors', { trailName: 'main', insightSelectors: [] })],
      },
      {
        title: 'administrator taken away',
        severity: 'high',
        records: [call('DeregisterOrganizationDelegatedAdmin', { delegatedAdminAccountId: '222222222222' })],
      },
    ],
    quiet: [
      {
        title: 'deletion protection on',
        records: [call('UpdateEventDataStore', { eventDataStore: STORE, terminationProtectionEnabled: true })],
      },
      {
        title: 'a longer retention',
        records: [call('UpdateEventDataStore', { eventDataStore: STORE, retentionPeriod: 2557 })],
      },
      {
        title: 'Insights on',
        records: [
          call('PutInsightSelectors', { trailName: 'main', insightSelectors: [{ insightType: 'ApiCallRateInsight' }] }),
        ],
      },
      {
        title: 'Insights of which the record says nothing',
        records: [call('PutInsightSelectors', { trailName: 'main' })],
      },
      {
        title: 'refused',
        records: [call('DeleteEventDataStore', { eventDataStore: STORE }, { error: { code: 'AccessDenied' } })],
      },
    ],
  }),
});
