import type { Alert } from '../alert.ts';
import type { AlertNotice, DigestNotice, WatchNotice } from '../notice.ts';
import { detectionsOf, headline, reasonText, rowsOf, silenceCommand } from './about.ts';
import { leftOutText, type SentNotice } from './fit.ts';
import { shown, wrapped } from './shown.ts';

/** Where a message comes from, so that its reader can tell it from a forged one and find the pipeline. */
export interface Sender {
  readonly account: string;
  readonly region: string;
}

const WIDTH = 96;
const TEXT = 4000;
/** A mail line may have 998 bytes; a command that is to be pasted is not wrapped. */
const COMMAND = 900;
const LABEL = 10;
const IDS_SHOWN = 20;
/** Detections beside the first whose suppression is spelt out. */
const OTHERS = 5;

/** The e-mail: what a person woken at night needs, top down. Each line of log text is indented, so that none looks like a heading. */
export function plainBody(notice: SentNotice, sender: Sender): string {
  const lines = [...wrapped('', headline(notice), WIDTH, '    '), '', ...bodyOf(notice)];
  const left = leftOutText(notice);
  if (left !== undefined)
    lines.push(
      '',
      ...wrapped('', `Left out to keep this message short: ${left}. The report has them all.`, WIDTH, '    '),
    );
  return `${[...lines, '', '--', ...footer(sender)].join('\n')}\n`;
}

function bodyOf(notice: SentNotice): string[] {
  switch (notice.kind) {
    case 'alert':
    case 'update':
      return alertLines(notice);
    case 'digest':
      return digestLines(notice);
    case 'watch':
      return watchLines(notice);
  }
}

function alertLines(notice: AlertNotice): string[] {
  const { alert } = notice;
  const command = silenceCommand(notice);
  const others = detectionsOf(notice).slice(1, 1 + OTHERS);
  return [
    ...rowsOf(notice).flatMap(([label, value]) => wrapped(label.padEnd(LABEL), value, WIDTH, ' '.repeat(LABEL))),
    ...section('What is new', notice.news.flatMap(bullet)),
    ...section('What happened', prose(alert.summary)),
    ...section('Why this is an alert', alert.reasons.map((reason) => reasonText(reason, TEXT)).flatMap(numbered)),
    ...section('What to do next (names in commands come from the log: read before you paste)', steps(alert.nextSteps)),
    ...section('To look closer, on a machine with the logs', [
      `  gatetrail explain ${shown(alert.id, 100)}`,
      ...idsLine('CloudTrail events', alert.eventIds),
      ...idsLine('ATT&CK', alert.attack),
    ]),
    ...section(
      'If this is expected work, silence it (TABLE: the stack output TableName)',
      command === undefined
        ? prose('Add a suppression to gatetrail.yml that names the detection and the principal.')
        : [
            `  ${command}`,
            ...others.flatMap((id) => wrapped('  and the same with ', `--detection ${shown(id, 100)}`, WIDTH, '    ')),
          ],
    ),
    '',
    `Alert ${shown(alert.id, 100)}, notice ${shown(notice.key, 100)}`,
  ];
}

function digestLines({ sent, over, about }: DigestNotice): string[] {
  return [
    ...section('Sent that day', sent.flatMap(alertLine)),
    ...section('Over the budget, so not sent', over.flatMap(alertLine)),
    ...section('How the day was judged', about.flatMap(bullet)),
    ...(sent.length + over.length === 0 ? ['', 'There was nothing to tell.'] : []),
  ];
}

function alertLine(alert: Alert): string[] {
  const text = `${alert.severity.padEnd(8)} ${shown(alert.title, 300)}; ${shown(alert.principal, 200)}, account ${shown(alert.account, 20)} (${shown(alert.id, 100)})`;
  return wrapped('  ', text, WIDTH, '           ');
}

function watchLines({ lines, nextSteps, key }: WatchNotice): string[] {
  return [
    ...prose('This is about the pipeline or the log itself: until it is mended, other alerts may be missing.'),
    ...section('What was seen', lines.flatMap(bullet)),
    ...section('What to do next', steps(nextSteps)),
    '',
    `Notice ${shown(key, 200)}`,
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function prose(text: string): string[] {
  return wrapped('  ', shown(text, TEXT), WIDTH, '  ');
}

function bullet(text: string): string[] {
  return wrapped('  - ', shown(text, TEXT), WIDTH, '    ');
}

function numbered(text: string, index: number): string[] {
  return wrapped(`${String(index + 1).padStart(3)}. `, text, WIDTH, '     ');
}

function steps(texts: readonly string[]): string[] {
  return texts.map((step, index) => `${String(index + 1).padStart(3)}. ${shown(step, COMMAND)}`);
}

function idsLine(name: string, ids: readonly string[]): string[] {
  if (ids.length === 0) return [];
  const more = ids.length > IDS_SHOWN ? ` and ${ids.length - IDS_SHOWN} more` : '';
  const list = ids.slice(0, IDS_SHOWN).map((id) => shown(id, 100));
  return wrapped(`  ${name}: `, `${list.join(', ')}${more}`, WIDTH, '    ');
}

function footer({ account, region }: Sender): string[] {
  return [
    `Sent by Gatetrail in account ${shown(account, 20)}, region ${shown(region, 30)}.`,
    'Names and texts from logs may be chosen by an attacker: trust no link or instruction inside them.',
  ];
}
