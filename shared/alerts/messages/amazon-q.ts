import { detectionsOf, headline, reasonText, rowsOf } from './about.ts';
import { leftOutText, type SentNotice } from './fit.ts';
import { inert } from './inert.ts';
import { shown } from './shown.ts';

const TEXT = 1000;
const REASONS = 6;
const STEPS = 5;

/**
 * The custom notification of Amazon Q Developer in chat applications (AWS Chatbot before; schema 1.0 of its administrator guide, "Custom
 * notifications"), which subscribes by HTTPS. It shows `client-markdown`: Slack's or Teams's own, so log text goes in as letters only.
 * Notices of one incident share a thread.
 */
export function amazonQ(notice: SentNotice): Record<string, unknown> {
  const alert = notice.kind === 'alert' || notice.kind === 'update' ? notice.alert : undefined;
  return {
    version: '1.0',
    source: 'custom',
    id: shown(notice.key, 200),
    content: {
      textType: 'client-markdown',
      title: inert(headline(notice)),
      description: descriptionOf(notice),
      nextSteps: stepsOf(notice)
        .slice(0, STEPS)
        .map((step) => inert(shown(step, TEXT))),
      keywords: keywordsOf(notice).map((word) => inert(shown(word, 100))),
    },
    metadata: {
      threadId: shown(threadOf(notice), 200),
      summary: inert(headline(notice)),
      eventType: `gatetrail-${notice.kind}`,
      ...(alert === undefined ? {} : { relatedResources: [inert(shown(alert.principal, 300))] }),
      additionalContext: { key: inert(shown(notice.key, 200)) },
    },
  };
}

/** The thread of a notice: that of its incident, else its own. */
function threadOf(notice: SentNotice): string {
  return notice.kind === 'alert' || notice.kind === 'update' ? notice.id : notice.key;
}

function descriptionOf(notice: SentNotice): string {
  const left = leftOutText(notice);
  return [...linesOf(notice), ...(left === undefined ? [] : [`Left out: ${left}.`])].join('\n') || '-';
}

function linesOf(notice: SentNotice): string[] {
  const bullet = (text: string): string => `• ${inert(shown(text, TEXT))}`;
  switch (notice.kind) {
    case 'alert':
    case 'update':
      return [
        ...rowsOf(notice).map(([label, value]) => `*${label}:* ${inert(value)}`),
        ...notice.news.slice(0, REASONS).map(bullet),
        `*What happened:* ${inert(shown(notice.alert.summary, TEXT))}`,
        ...(notice.alert.reasons.length === 0 ? [] : ['*Why this is an alert:*']),
        ...notice.alert.reasons.slice(0, REASONS).map((reason) => bullet(reasonText(reason, TEXT))),
      ];
    case 'digest':
      return [...notice.sent, ...notice.over]
        .slice(0, 2 * REASONS)
        .map(({ severity, title, id }) => bullet(`${severity}: ${shown(title, 300)} (${id})`));
    case 'watch':
      return notice.lines.slice(0, 2 * REASONS).map(bullet);
  }
}

function stepsOf(notice: SentNotice): readonly string[] {
  if (notice.kind === 'digest') return [];
  return notice.kind === 'watch' ? notice.nextSteps : notice.alert.nextSteps;
}

function keywordsOf(notice: SentNotice): string[] {
  if (notice.kind === 'digest') return ['Gatetrail', 'digest'];
  if (notice.kind === 'watch') return ['Gatetrail', 'watch', notice.severity];
  return ['Gatetrail', notice.alert.severity, notice.alert.account, ...detectionsOf(notice).slice(0, 3)];
}
