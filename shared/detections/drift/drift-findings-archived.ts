import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, fields, filled, texts } from '../../cloudtrail/field.ts';
import { defineDetection, type Match } from '../define.ts';
import { type Difference, record } from '../example.ts';

const ANALYZER = 'arn:aws:access-analyzer:eu-central-1:111111111111:analyzer/account';
const call = (name: string, params: Record<string, unknown>, difference: Difference = {}) =>
  record('access-analyzer', name, { params, ...difference });
const rule = (filter: Record<string, unknown>) =>
  call('CreateArchiveRule', { analyzerName: 'account', ruleName: 'quiet', filter });
const archived = (ids: readonly string[]) => call('UpdateFindings', { analyzerArn: ANALYZER, status: 'ARCHIVED', ids });

/** More findings than this at once were not looked at one by one. */
const MANY = 5;
/** A filter on one of these is about one known resource or principal. */
const NARROW = /^(resource|principal\.\w+|id)$/i;

function archives(event: TrailEvent): Match | false {
  const analyzer = filled(event.params, 'analyzerName') ?? filled(event.params, 'analyzerArn') ?? 'an analyzer';
  if (event.name !== 'UpdateFindings') {
    const criteria = Object.keys(fields(at(event.params, 'filter')));
    const narrow = criteria.some((criterion) => NARROW.test(criterion));
    return {
      what: `made ${analyzer} archive findings as they come (${criteria.join(', ') || 'no filter'})`,
      resource: analyzer,
      severity: narrow ? 'low' : 'medium',
    };
  }
  if (filled(event.params, 'status') !== 'ARCHIVED') return false;
  const ids = texts(event.params, 'ids');
  const many = ids.length === 0 || ids.length > MANY;
  return {
    what: `archived ${ids.length === 0 ? 'findings' : `${ids.length} findings`} of ${analyzer}`,
    resource: analyzer,
    severity: many ? 'medium' : 'low',
  };
}

export default defineDetection({
  id: 'drift-findings-archived',
  topic: 'D',
  title: 'Access Analyzer findings archived',
  severity: 'medium',
  attack: ['T1685'],
  why: 'An archived finding is no longer shown: whatever it was about stays open, and the list looks clean.',
  benign: ['Findings are looked at one by one, and archived as meant'],
  runbook: [
    'Ask {principal} why these findings are meant.',
    'See what is archived: aws accessanalyzer list-findings-v2 --analyzer-arn ARN --filter \'{"status":{"eq":["ARCHIVED"]}}\' --region {region}.',
    'See the rules that archive by themselves: aws accessanalyzer list-archive-rules --analyzer-name NAME --region {region}; delete what is too broad.',
  ],
  on: { source: 'access-analyzer', names: ['UpdateFindings', 'CreateArchiveRule', 'UpdateArchiveRule'] },
  match: archives,
  examples: () => ({
    fires: [
      { title: 'many at once', severity: 'medium', records: [archived(['1', '2', '3', '4', '5', '6'])] },
      { title: 'all', severity: 'medium', records: [archived([])] },
      { title: 'a few', severity: 'low', records: [archived(['1', '2', '3', '4', '5'])] },
      {
        title: 'a rule for a kind of resource',
        severity: 'medium',
        records: [rule({ resourceType: { eq: ['AWS::IAM::Role'] } })],
      },
      { title: 'a rule without a filter', severity: 'medium', records: [rule({})] },
      {
        title: 'a rule for one resource',
        severity: 'low',
        records: [rule({ resource: { eq: ['arn:aws:iam::111111111111:role/partner'] } })],
      },
    ],
    quiet: [
      {
        title: 'made active again',
        records: [call('UpdateFindings', { analyzerArn: ANALYZER, status: 'ACTIVE', ids: ['1'] })],
      },
      {
        title: 'refused',
        records: [call('UpdateFindings', { status: 'ARCHIVED' }, { error: { code: 'AccessDeniedException' } })],
      },
      {
        title: 'an archive rule deleted',
        records: [call('DeleteArchiveRule', { analyzerName: 'account', ruleName: 'quiet' })],
      },
    ],
  }),
});
