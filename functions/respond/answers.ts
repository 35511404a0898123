import type { KeptSuppression } from '../../shared/alerts/kept-suppressions.ts';
import { type SlackMessage, slackText } from '../../shared/alerts/messages/slack.ts';
import { context, type Mrkdwn, paragraph } from '../../shared/alerts/messages/slack-objects.ts';
import type { Click } from './click.ts';

/** What the thread is told after a click. `<@U…>` and `<#C…>` are ours: ids that were checked. */
export function suppressedAnswer({ user, value }: Click, suppressions: readonly KeptSuppression[]): SlackMessage {
  const [first] = suppressions;
  const ids = suppressions.map(({ id }) => id).join(' ');
  return message(
    `<@${user.id}> said this is expected. Suppressed until ${first?.expires ?? ''}:`,
    `${suppressions.map(({ detection }) => detection).join(', ')} by ${value.principal} in account ${value.account}`,
    `To undo it: gatetrail suppress remove ${ids} --table TABLE (TABLE: the stack output TableName)`,
  );
}

export function investigateAnswer({ user, value }: Click): SlackMessage {
  return message(`<@${user.id}> is looking at this.`, value.headline, `gatetrail explain ${value.alertId}`);
}

export function escalatedAnswer({ user, value }: Click, to: string | undefined): SlackMessage {
  const where = to === undefined ? '' : ` to <#${to}>`;
  return message(
    `:rotating_light: *Escalated${where} by <@${user.id}>*`,
    value.headline,
    `gatetrail explain ${value.alertId}`,
  );
}

/** For the channel that escalations go to. */
export function escalation({ user, channel, value }: Click): SlackMessage {
  return message(
    `:rotating_light: *Escalated by <@${user.id}> in <#${channel}>*`,
    value.headline,
    `${value.principal}, account ${value.account} · gatetrail explain ${value.alertId}`,
  );
}

/** Our own sentence, then what came from the log as plain text. */
function message(ours: string, logText: string, note: string): SlackMessage {
  const sentence: Mrkdwn = { type: 'mrkdwn', text: ours, verbatim: true };
  return {
    text: slackText(logText),
    blocks: [{ type: 'section', text: sentence }, paragraph(logText), context(note)],
  };
}
