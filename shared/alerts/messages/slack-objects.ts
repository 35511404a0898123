import { escaped } from './inert.ts';
import { cut, shown } from './shown.ts';

/** The parts of Slack's Block Kit that our messages are made of, within its limits. */
export interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  /** Whether `:name:` becomes a picture. Never: log text holds such names too. */
  readonly emoji: false;
}
export interface Mrkdwn {
  readonly type: 'mrkdwn';
  readonly text: string;
  /** Slack makes no links or mentions of its own accord. */
  readonly verbatim: true;
}
export interface Button {
  readonly type: 'button';
  readonly action_id: string;
  readonly text: PlainText;
  readonly value: string;
  readonly style?: 'primary' | 'danger';
  readonly confirm?: {
    readonly title: PlainText;
    readonly text: PlainText;
    readonly confirm: PlainText;
    readonly deny: PlainText;
  };
}
export type Block =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly text: PlainText | Mrkdwn }
  | { readonly type: 'section'; readonly fields: readonly (PlainText | Mrkdwn)[] }
  | { readonly type: 'context'; readonly elements: readonly (PlainText | Mrkdwn)[] }
  | { readonly type: 'actions'; readonly elements: readonly Button[] };

/** Characters, of docs.slack.dev (Block Kit reference). */
export const LIMIT = {
  header: 150,
  section: 3000,
  field: 2000,
  fields: 10,
  button: 75,
  value: 2000,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  blocks: 50,
} as const;
/** Lines of log text in one block. */
const LINE = 700;

/** Text that Slack shows as it is: no formatting, links, mentions or emoji. Empty text is refused by Slack. */
export function plain(text: string, limit: number): PlainText {
  return { type: 'plain_text', text: cut(text.trim() === '' ? '-' : text, limit), emoji: false };
}

/** A label of our own words, bold. */
function bold(label: string): Mrkdwn {
  return { type: 'mrkdwn', text: `*${escaped(label)}*`, verbatim: true };
}

export function header(text: string): Block {
  return { type: 'header', text: plain(text, LIMIT.header) };
}

export function paragraph(text: string): Block {
  return { type: 'section', text: plain(shown(text, LIMIT.section), LIMIT.section) };
}

/** Rows of label and value, side by side on a wide screen. */
export function fields(rows: readonly (readonly [string, string])[]): Block {
  return {
    type: 'section',
    fields: rows
      .slice(0, LIMIT.fields / 2)
      .flatMap(([label, value]) => [bold(label), plain(shown(value, LIMIT.field), LIMIT.field)]),
  };
}

/** A titled list, a line each, as many as fit; nothing when it is empty. */
export function list(title: string, lines: readonly string[], mark: (index: number) => string): Block[] {
  if (lines.length === 0) return [];
  const texts: string[] = [];
  let length = 0;
  for (const line of lines) {
    const text = `${mark(texts.length)}${shown(line, LINE)}`;
    if (length + text.length + 1 > LIMIT.section - MORE) break;
    texts.push(text);
    length += text.length + 1;
  }
  const left = lines.length - texts.length;
  if (left > 0) texts.push(`… and ${left} more`);
  return [
    { type: 'section', text: bold(title) },
    { type: 'section', text: plain(texts.join('\n'), LIMIT.section) },
  ];
}
const MORE = 40;

export function context(text: string): Block {
  return { type: 'context', elements: [plain(shown(text, LIMIT.field), LIMIT.field)] };
}
