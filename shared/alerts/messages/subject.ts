import type { Notice } from '../notice.ts';
import { headline } from './about.ts';
import { cut, shown } from './shown.ts';

/** SNS: less than 100 characters, ASCII, no line breaks or control characters. */
const LONGEST = 99;

/** The subject of the e-mail. `=?` would begin an encoded word, which mail programs turn into whatever it says. */
export function subjectOf(notice: Notice): string {
  const { account } = notice.kind === 'alert' || notice.kind === 'update' ? notice.alert : { account: undefined };
  const tail = account === undefined ? '' : ` (account ${ascii(shown(account, 20))})`;
  return `${cut(ascii(headline(notice)), LONGEST - tail.length - 2).replace('…', '...')}${tail}`;
}

function ascii(text: string): string {
  return text
    .replaceAll('…', '...')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/gu, '?')
    .replaceAll('=?', '= ?');
}
