import type { Notice } from '../../../shared/alerts/notice.ts';
import { plainText } from '../../../shared/alerts/plain-text.ts';
import type { LocalStack } from '../local/stack.ts';

/** One line of what happens, for terminal and page. Texts come from logs: nothing in them can move a cursor or hide. */
export interface News {
  readonly kind: Notice['kind'] | 'step';
  readonly severity: string;
  readonly title: string;
  readonly detail: string;
}

/** What was done so far, by name. */
export type Counts = Readonly<Record<string, number>>;

export function newsOf(notice: Notice): News {
  if (notice.kind === 'digest')
    return news(
      'digest',
      'info',
      `Digest of ${notice.day}`,
      `${notice.sent.length} sent, ${notice.over.length} over the budget`,
    );
  if (notice.kind === 'watch') return news('watch', notice.severity, notice.title, notice.lines.join(' · '));
  const { title, severity, summary, time, id } = notice.alert;
  const what = notice.kind === 'update' ? `again: ${notice.news.join(' · ')}` : summary;
  return news(notice.kind, severity, title, `${time} ${id} ${what}`);
}

export function step(title: string, detail = ''): News {
  return news('step', '', title, detail);
}

function news(kind: News['kind'], severity: string, title: string, detail: string): News {
  return { kind, severity, title: plainText(title), detail: plainText(detail) };
}

export function countsOf({ aws, mail, slack }: LocalStack): Counts {
  const done = aws.calls.filter(({ caller }) => caller !== 'harness');
  const of = (operation: string): number =>
    done.filter((call) => call.operation === operation && call.status === 200).length;
  return {
    'objects read': of('s3:GetObject'),
    'table reads': done.filter(({ operation }) => /dynamodb:(BatchGet|Get|Query)/.test(operation)).length,
    'table writes': done.filter(({ operation }) => /dynamodb:(BatchWrite|Put|Update|Delete)/.test(operation)).length,
    'messages on the topic': of('sns:Publish'),
    mails: mail.mails.length,
    'messages in Slack': slack.messages.size,
  };
}
