import { ATTACK_VERSION } from '../../detections/attack.ts';
import type { Severity } from '../../detections/severity.ts';
import type { Alert } from '../alert.ts';
import { channelText, detectionsOf, headline } from './about.ts';
import type { SentNotice } from './fit.ts';
import { shown } from './shown.ts';

/** Open Cybersecurity Schema Framework (schema.ocsf.io): class Detection Finding of category Findings. */
const VERSION = '1.3.0';
const CLASS = 2004;
const CATEGORY = 2;
const SEVERITY: Readonly<Record<Severity, readonly [number, string]>> = {
  info: [1, 'Informational'],
  low: [2, 'Low'],
  medium: [3, 'Medium'],
  high: [4, 'High'],
  critical: [5, 'Critical'],
};
const ACTIVITY: Readonly<Record<SentNotice['kind'], readonly [number, string]>> = {
  alert: [1, 'Create'],
  update: [2, 'Update'],
  watch: [1, 'Create'],
  digest: [99, 'Digest'],
};
const RULE = 1;
const BEHAVIORAL = 2;
const USER_NAME = 4;
const OTHER = 99;
const TEXT = 4000;

/**
 * A notice as an OCSF Detection Finding, which SIEMs read; with the notice itself in `unmapped.gatetrail`. A digest is none, but whoever
 * reads the topic reads one class: it comes as activity 99 and is no alert.
 */
export function ocsf(notice: SentNotice, fallbackTime: number): Record<string, unknown> {
  const [activity, activityName] = ACTIVITY[notice.kind];
  const [severity, severityName] = SEVERITY[severityOf(notice)];
  return {
    activity_id: activity,
    activity_name: activityName,
    category_uid: CATEGORY,
    category_name: 'Findings',
    class_uid: CLASS,
    class_name: 'Detection Finding',
    type_uid: CLASS * 100 + activity,
    severity_id: severity,
    severity: severityName,
    status_id: 1,
    status: 'New',
    is_alert: notice.kind !== 'digest',
    time: timeOf(notice, fallbackTime),
    message: headline(notice),
    metadata: {
      version: VERSION,
      profiles: ['cloud'],
      uid: notice.key,
      product: { name: 'Gatetrail', vendor_name: 'Gatetrail' },
    },
    ...aboutOf(notice, fallbackTime),
    unmapped: { gatetrail: notice },
  };
}

function severityOf(notice: SentNotice): Severity {
  if (notice.kind === 'digest') return 'info';
  return notice.kind === 'watch' ? notice.severity : notice.alert.severity;
}

function timeOf(notice: SentNotice, fallback: number): number {
  const text = notice.kind === 'digest' ? `${notice.day}T00:00:00Z` : notice.kind === 'watch' ? '' : notice.alert.time;
  const time = Date.parse(text);
  return Number.isNaN(time) ? fallback : time;
}

function aboutOf(notice: SentNotice, fallbackTime: number): Record<string, unknown> {
  const time = timeOf(notice, fallbackTime);
  if (notice.kind === 'digest' || notice.kind === 'watch')
    return {
      cloud: { provider: 'AWS' },
      finding_info: {
        uid: notice.key,
        title: headline(notice),
        created_time: time,
        types: [notice.kind],
        desc: shown((notice.kind === 'watch' ? notice.lines : notice.about).join(' '), TEXT),
      },
    };
  const { alert } = notice;
  const detections = detectionsOf(notice);
  return {
    cloud: { provider: 'AWS', account: { uid: alert.account, type: 'AWS Account', type_id: 10 } },
    finding_info: {
      uid: notice.id,
      title: shown(alert.title, TEXT),
      desc: shown(alert.summary, TEXT),
      created_time: time,
      types: [alert.channel],
      analytic: analyticOf(alert, detections),
      attacks: alert.attack.map(techniqueOf),
    },
    ...(alert.nextSteps.length === 0
      ? {}
      : {
          remediation: { desc: alert.nextSteps.map((step, index) => `${index + 1}. ${shown(step, 900)}`).join('\n') },
        }),
    evidences: [
      {
        actor: { user: { name: shown(alert.principal, 500) } },
        data: { reasons: alert.reasons.length, bits: alert.score },
      },
    ],
    observables: [
      {
        name: 'evidences[].actor.user.name',
        type_id: USER_NAME,
        type: 'User Name',
        value: shown(alert.principal, 500),
      },
      { name: 'cloud.account.uid', type_id: OTHER, type: 'AWS account', value: alert.account },
    ],
  };
}

function analyticOf({ channel }: Alert, detections: readonly string[]): Record<string, unknown> {
  const isRule = channel === 'rule' || channel === 'sequence';
  return {
    type_id: isRule ? RULE : BEHAVIORAL,
    type: isRule ? 'Rule' : 'Behavioral',
    name: channelText({ channel }),
    ...(detections[0] === undefined ? {} : { uid: detections[0] }),
  };
}

/** `T1078.004`: a technique and, behind the dot, its part. Tactics are not known to us: a technique serves several. */
function techniqueOf(id: string): Record<string, unknown> {
  const [technique = id] = id.split('.');
  return {
    version: ATTACK_VERSION.slice(1),
    technique: { uid: technique },
    ...(technique === id ? {} : { sub_technique: { uid: id } }),
  };
}
