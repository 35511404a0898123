/** Slack's own three: without them there is no link, mention or special command in a text. */
export function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** Marks of formatting, and letters that look the same to people and mean nothing to a chat program, which knows no way to quote them. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  '*': '\u2217',
  _: '\u02cd',
  '~': '\u223c',
  '`': '\u02cb',
  '@': '\uff20',
  '#': '\uff03',
  '[': '\uff3b',
  ']': '\uff3d',
};

/**
 * Log text for where a chat program makes something of text (Slack's mrkdwn, Markdown of others): no formatting, link, mention, emoji or
 * host name that turns into a link. It is for reading: what is to be copied stands in the e-mail and in Slack's blocks of plain text.
 */
export function inert(text: string): string {
  return escaped(
    text
      .replace(/[*_~`@#[\]]/g, (mark) => LOOKALIKES[mark] ?? mark)
      .replace(/\.(?=[\p{L}\p{N}-]*\p{L})/gu, '\u2024')
      .replace(/:(?=\/\/|(?!\d\d:)[\p{L}\p{N}_\u02cd+'-]+:)/gu, '\u2236'),
  );
}
