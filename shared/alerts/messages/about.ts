import { DAY, isoDay } from '../../cloudtrail/time.ts';
import type { Alert } from '../alert.ts';
import type { AlertNotice, Notice } from '../notice.ts';
import { HEADLINE } from './fit.ts';
import { shown } from './shown.ts';

/** How long somebody's "expected" holds, days. */
export const EXPECTED_DAYS = 30;

/** What detected it, in words. */
const CHANNELS: Readonly<Record<Alert['channel'], string>> = {
  rule: 'a rule',
  sequence: 'a sequence of steps that together are an attack',
  acute: 'behaviour that is unusual for this principal on one day',
  rate: 'far more calls than this principal usually makes',
  slow: 'behaviour that drifted from the usual over several days',
};
const NAME = 300;

export function channelText({ channel }: Pick<Alert, 'channel'>): string {
  return CHANNELS[channel];
}

/**
 * Ids of the detections an alert is made of, the headline's first. Unusual behaviour names itself by its channel; what a rule found, the
 * notice must say in `detections`. Empty: not known.
 */
export function detectionsOf(notice: AlertNotice & { readonly detections?: readonly string[] }): readonly string[] {
  const { channel } = notice.alert;
  if (notice.detections !== undefined && notice.detections.length > 0) return notice.detections;
  return channel === 'rule' || channel === 'sequence' ? [] : [`behaviour-${channel}`];
}

/** The one line that is never trimmed away: `CRITICAL: Root login without MFA: root of account 111111111111`. */
export function headline(notice: Notice): string {
  switch (notice.kind) {
    case 'alert':
      return `${notice.alert.severity.toUpperCase()}: ${shown(notice.alert.title, HEADLINE)}`;
    case 'update':
      return `Update: ${notice.alert.severity.toUpperCase()}: ${shown(notice.alert.title, HEADLINE)}`;
    case 'digest':
      return `Gatetrail digest of ${shown(notice.day, 10)}: ${notice.sent.length} sent, ${notice.over.length} over the budget`;
    case 'watch':
      return `${notice.severity.toUpperCase()}: Gatetrail itself: ${shown(notice.title, HEADLINE)}`;
  }
}

/** Who, where, when and by what, as pairs of label and value. */
export function rowsOf({ alert, revision }: AlertNotice): readonly (readonly [string, string])[] {
  return [
    ['Who', shown(alert.principal, NAME)],
    ['Account', shown(alert.account, NAME)],
    ['When', shown(alert.time.replace('T', ' ').replace('Z', ' UTC'), NAME)],
    ['Found by', channelText(alert)],
    ...(alert.score > 0 ? ([['Evidence', `${alert.score} bits`]] as const) : []),
    ...(revision > 1 ? ([['Revision', `${revision} of the same incident`]] as const) : []),
  ];
}

/** A reason with its numbers: `… (8.3 bits; usual: 2 a day; since 2026-03-01)`. */
export function reasonText({ text, bits, usual, since }: Alert['reasons'][number], limit: number): string {
  const notes = [
    ...(bits === undefined ? [] : [`${bits} bits`]),
    ...(usual === undefined ? [] : [`usual: ${shown(usual, 200)}`]),
    ...(since === undefined ? [] : [`since ${shown(since, 30)}`]),
  ];
  return `${shown(text, limit)}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`;
}

/** The command that quiets what an alert is about; text from the log is quoted for a shell. Undefined: too little is known. */
export function silenceCommand(notice: AlertNotice): string | undefined {
  const [detection] = detectionsOf(notice);
  if (detection === undefined) return undefined;
  const { principal, account } = notice.alert;
  const options = [
    `--detection ${quoted(detection)}`,
    `--principal ${quoted(asPattern(principal))}`,
    `--account ${quoted(account)}`,
    `--expires ${expectedUntil(Date.parse(notice.alert.time))}`,
    `--reason 'why this is expected' --owner 'your name'`,
  ];
  return `gatetrail suppress add --table TABLE ${options.join(' ')}`;
}

/** The day that somebody's "expected" said at `time` (ms) ends: `2027-01-05`. */
export function expectedUntil(time: number): string {
  return isoDay(Math.floor((Number.isFinite(time) ? time : 0) / DAY) + EXPECTED_DAYS);
}

/** A name as a pattern of a suppression: a `*` in a name must not come to cover others. */
export function asPattern(name: string): string {
  return name.replaceAll('*', '?');
}

function quoted(text: string): string {
  return `'${shown(text, NAME).replaceAll("'", String.raw`'\''`)}'`;
}
