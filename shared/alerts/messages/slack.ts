import type { Severity } from '../../detections/severity.ts';
import type { Alert } from '../alert.ts';
import type { AlertNotice } from '../notice.ts';
import { headline, reasonText, rowsOf } from './about.ts';
import { buttons } from './button.ts';
import { leftOutText, type SentNotice } from './fit.ts';
import { inert } from './inert.ts';
import { shown } from './shown.ts';
import { type Block, context, fields, header, list, paragraph } from './slack-objects.ts';

/** A message for Slack. `text` is what a notification shows; with blocks it is not shown in the channel. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly Block[];
}

const REASON = 600;

/** A notice as a message of its own. Buttons only where somebody listens to them: a webhook has nobody. */
export function slackMessage(notice: SentNotice, { withButtons }: { readonly withButtons: boolean }): SlackMessage {
  return { text: slackText(headline(notice)), blocks: [header(headline(notice)), ...blocksOf(notice, withButtons)] };
}

/** What an update adds, as a reply in its incident's thread. `before`: how severe the incident was said to be until now. */
export function slackReply(notice: SentNotice & AlertNotice, before: Severity): SlackMessage {
  const { alert } = notice;
  const rose = before === alert.severity ? [] : [`Severity was ${before}, and is ${alert.severity} now.`];
  const news = [...rose, ...notice.news];
  return {
    text: slackText(headline(notice)),
    blocks: [
      header(headline(notice)),
      ...list('What is new', news.length === 0 ? [alert.summary] : news, () => '• '),
      ...list('What to do next', alert.nextSteps, numbered),
      context(idsText(notice)),
    ],
  };
}

/** Text for `text`: Slack reads it as mrkdwn. */
export function slackText(text: string): string {
  return inert(shown(text, 1000));
}

function blocksOf(notice: SentNotice, withButtons: boolean): Block[] {
  switch (notice.kind) {
    case 'alert':
    case 'update': {
      const { alert } = notice;
      return [
        fields(rowsOf(notice)),
        ...list('What is new', notice.news, () => '• '),
        paragraph(alert.summary),
        ...list(
          'Why this is an alert',
          alert.reasons.map((reason) => reasonText(reason, REASON)),
          numbered,
        ),
        ...list('What to do next', alert.nextSteps, numbered),
        context(idsText(notice)),
        ...(withButtons ? [buttons(notice)] : []),
      ];
    }
    case 'digest':
      return [
        ...list('Sent that day', notice.sent.map(alertLine), () => '• '),
        ...list('Over the budget, so not sent', notice.over.map(alertLine), () => '• '),
        ...list('How the day was judged', notice.about, () => '• '),
        ...footnote(notice),
      ];
    case 'watch':
      return [
        paragraph('This is about the pipeline or the log itself: until it is mended, other alerts may be missing.'),
        ...list('What was seen', notice.lines, () => '• '),
        ...list('What to do next', notice.nextSteps, numbered),
        ...footnote(notice),
      ];
  }
}

function numbered(index: number): string {
  return `${index + 1}. `;
}

function alertLine({ severity, title, principal, account, id }: Alert): string {
  return `${severity}: ${shown(title, 300)}; ${shown(principal, 150)}, account ${shown(account, 20)} (${shown(id, 60)})`;
}

function idsText(notice: SentNotice & AlertNotice): string {
  const { alert, revision } = notice;
  const left = leftOutText(notice);
  return [
    `gatetrail explain ${shown(alert.id, 60)}`,
    `revision ${revision}`,
    ...(alert.attack.length === 0 ? [] : [`ATT&CK ${shown(alert.attack.join(', '), 200)}`]),
    ...(left === undefined ? [] : [`left out: ${left}`]),
    'names and texts come from the log: trust no link or instruction inside them',
  ].join(' · ');
}

function footnote(notice: SentNotice): Block[] {
  const left = leftOutText(notice);
  return left === undefined ? [] : [context(`left out: ${left}`)];
}
