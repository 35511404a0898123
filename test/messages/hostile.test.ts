import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buttons } from '../../shared/alerts/messages/button.ts';
import { inert } from '../../shared/alerts/messages/inert.ts';
import { plainBody } from '../../shared/alerts/messages/plain.ts';
import { shown } from '../../shared/alerts/messages/shown.ts';
import { slackMessage, slackReply } from '../../shared/alerts/messages/slack.ts';
import { type Block, LIMIT } from '../../shared/alerts/messages/slack-objects.ts';
import { bytesOf, snsMessage } from '../../shared/alerts/messages/sns.ts';
import { subjectOf } from '../../shared/alerts/messages/subject.ts';
import { alertNotice, HOSTILE, harmless, hostileNotice, hostileText } from './notices.ts';

const SENDER = { account: '999999999999', region: 'eu-central-1' };
const BREAKING = /[\p{Cc}\p{Cf}\u2028\u2029]/u;

/** Every text object of a message, with whether Slack formats it. */
function textsOf(value: unknown): { type: string; text: string }[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'object' || value === null) return [];
  const { type, text } = value as { type?: unknown; text?: unknown };
  const own = (type === 'mrkdwn' || type === 'plain_text') && typeof text === 'string' ? [{ type, text }] : [];
  return [...own, ...Object.values(value).flatMap(textsOf)];
}

/** What our own structure is: kinds of blocks, labels, and which numbers lead the lines of lists. */
function shapeOf(blocks: readonly Block[]): unknown {
  return blocks.map((block) => [block.type, textsOf(block).filter(({ type }) => type === 'mrkdwn')]);
}

describe('a Slack message of hostile text', () => {
  it('is mrkdwn only in our own words; the rest is plain text without pictures', () => {
    fc.assert(
      fc.property(hostileNotice, (notice) => {
        const { blocks } = slackMessage(notice, { withButtons: true });
        for (const { type, text } of textsOf(blocks)) if (type === 'mrkdwn') expect(text).toMatch(/^\*[A-Z][\w ,]+\*$/);
        const all = JSON.stringify(blocks);
        expect(all.match(/"type":"plain_text"/g)?.length).toBe(all.match(/"emoji":false/g)?.length);
        expect(all.match(/"type":"mrkdwn"/g)?.length ?? 0).toBe(all.match(/"verbatim":true/g)?.length ?? 0);
      }),
    );
  });

  it('has the blocks that the same notice of harmless text has', () => {
    fc.assert(
      fc.property(hostileNotice, (notice) => {
        const { blocks } = slackMessage(notice, { withButtons: false });
        expect(shapeOf(blocks)).toEqual(shapeOf(slackMessage(harmless(notice), { withButtons: false }).blocks));
      }),
    );
  });

  it('keeps the limits of Block Kit, and no line is the work of log text', () => {
    fc.assert(
      fc.property(hostileNotice, (notice) => {
        const { text, blocks } = slackMessage(notice, { withButtons: true });
        expect(blocks.length).toBeLessThanOrEqual(LIMIT.blocks);
        expect(text).not.toMatch(/[<>*_~`@]/);
        for (const block of blocks) {
          if (block.type === 'header') expect(block.text.text.length).toBeLessThanOrEqual(150);
          if ('fields' in block) expect(block.fields.length).toBeLessThanOrEqual(10);
          if (block.type === 'actions')
            for (const { value, text: label } of block.elements) {
              expect(value.length).toBeLessThanOrEqual(2000);
              expect(value).toMatch(/^[\x20-\x7e]+$/);
              expect(label.text.length).toBeLessThanOrEqual(75);
              JSON.parse(value);
            }
          for (const object of textsOf(block)) {
            expect(object.text.length).toBeGreaterThan(0);
            expect(object.text.length).toBeLessThanOrEqual(3000);
            expect(object.text.isWellFormed()).toBe(true);
            const lines = object.text.split('\n');
            if (lines.length > 1)
              expect(lines.every((line, index) => /^(• |… and )/.test(line) || line.startsWith(`${index + 1}. `))).toBe(
                true,
              );
            for (const line of lines) expect(line).not.toMatch(BREAKING);
          }
        }
      }),
    );
  });

  it('a reply too', () => {
    const alerts = hostileNotice.filter((notice) => notice.kind === 'alert' || notice.kind === 'update');
    fc.assert(
      fc.property(alerts, (notice) => {
        if (notice.kind !== 'alert' && notice.kind !== 'update') return;
        for (const { type, text } of textsOf(slackReply(notice, 'low').blocks))
          if (type === 'mrkdwn') expect(text).toMatch(/^\*[A-Z][\w ]+\*$/);
      }),
    );
  });

  it('a button never carries a principal that was cut: it would suppress nobody, or somebody else', () => {
    const long = { ...alertNotice().alert, principal: `p${'x'.repeat(3000)}` };
    const block = buttons(alertNotice({ alert: long }));
    const values =
      block.type === 'actions'
        ? block.elements.map(({ action_id, value }) => [action_id, JSON.parse(value).principal])
        : [];
    expect(values).toEqual([
      ['gatetrail.investigate', ''],
      ['gatetrail.escalate', ''],
    ]);
  });
});

describe('text for chat programs that know no quoting', () => {
  it.each([
    ['<!channel>', '&lt;!channel&gt;'],
    ['@here', '＠here'],
    ['*bold* _it_ `x`', '∗bold∗ ˍitˍ ˋxˋ'],
    [':rotating_light:', '∶rotatingˍlight:'],
    ['https://evil.example', 'https∶//evil․example'],
    ['[a](b)', '［a］(b)'],
    ['03:21:20 from 203.0.113.77', '03:21:20 from 203.0.113.77'],
    ['alice@example.com', 'alice＠example․com'],
  ])('%s', (text, expected) => {
    expect(inert(text)).toBe(expected);
  });

  it('leaves nothing to format, mention, link or show as a picture', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const made = inert(shown(text, 5000));
        expect(made).not.toMatch(/[<>*_~`@#[\]]/);
        expect(made).not.toMatch(/&(?!amp;|lt;|gt;)/);
        expect(made).not.toMatch(/:\/\/|\w\.[a-z]/i);
        expect(made).not.toMatch(/:[a-z_]+:/i);
      }),
    );
  });
});

describe('an e-mail of hostile text', () => {
  const OURS = plainLinesOf(alertNotice());

  it('has no line of log text that begins as ours do', () => {
    fc.assert(
      fc.property(hostileNotice, (notice) => {
        for (const line of plainBody(notice, SENDER).split('\n')) {
          expect(line).not.toMatch(BREAKING);
          expect(line.length).toBeLessThanOrEqual(2100);
          if (line !== '' && !line.startsWith(' ')) expect(line).toMatch(OUR_LINES);
        }
      }),
    );
    expect(OURS.filter((line) => /^\S/.test(line)).every((line) => OUR_LINES.test(line))).toBe(true);
  });

  it('has a subject of at most 99 ASCII characters on one line, which no mail program decodes', () => {
    fc.assert(
      fc.property(hostileNotice, (notice) => {
        const subject = subjectOf(notice);
        expect(subject).toMatch(/^[A-Za-z][\x20-\x7e]{0,98}$/);
        expect(subject).not.toContain('=?');
      }),
    );
  });

  it('quotes names for the shell in the command that silences', () => {
    const alert = { ...alertNotice().alert, principal: "x'; rm -rf / #*" };
    const body = plainBody(alertNotice({ alert }), SENDER);
    expect(body).toContain(String.raw`--principal 'x'\''; rm -rf / #?'`);
  });
});

const OUR_LINES =
  /^(((Update: )?(INFO|LOW|MEDIUM|HIGH|CRITICAL):( |$))|Gatetrail digest of |Who {7}|Account {3}|When {6}|Found by {2}|Evidence {2}|Revision {2}|What is new$|What happened$|Why this is an alert$|What to do next( \(names in commands come from the log: read before you paste\))?$|To look closer, on a machine with the logs$|If this is expected work, silence it|Alert |Notice |Sent that day$|Over the budget, so not sent$|How the day was judged$|There was nothing to tell\.$|What was seen$|Left out to keep|--$|Sent by Gatetrail in account 999999999999|Names and texts from logs may be chosen)/;

function plainLinesOf(notice: Parameters<typeof plainBody>[0]): string[] {
  return plainBody(notice, SENDER).split('\n');
}

describe('one SNS message', () => {
  it('is valid JSON of all bodies within the limit, whatever the texts', () => {
    fc.assert(
      fc.property(hostileNotice, (notice) => {
        const message = snsMessage(notice, SENDER, 0);
        expect(bytesOf(message)).toBeLessThanOrEqual(262_144);
        const bodies = JSON.parse(message.Message) as Record<string, string>;
        expect(Object.keys(bodies).sort()).toEqual(['default', 'email', 'https', 'sqs']);
        expect(JSON.parse(bodies['sqs'] ?? '').key).toBe(notice.key);
        expect(JSON.parse(bodies['default'] ?? '').class_uid).toBe(2004);
        expect(JSON.parse(bodies['https'] ?? '').version).toBe('1.0');
        for (const { StringValue } of Object.values(message.MessageAttributes)) expect(StringValue).not.toBe('');
      }),
    );
  });

  it.each(HOSTILE.filter((text) => text !== '').map((text) => [text.slice(0, 30), text]))(
    'trims a huge alert full of %j until it fits, and keeps the headline',
    (_name, text) => {
      const huge = text.repeat(Math.ceil(9000 / text.length));
      const many = <T>(value: T, count: number): T[] => Array.from({ length: count }, () => value);
      const alert = {
        ...alertNotice().alert,
        principal: huge,
        account: huge,
        summary: huge,
        title: `Root login: ${huge}`,
        reasons: many({ text: huge, usual: huge, since: huge }, 500),
        findingIds: many(huge, 1000),
        eventIds: many(huge, 1000),
        attack: many(huge, 100),
        nextSteps: many(huge, 100),
      };
      for (const notice of [
        alertNotice({ alert, news: many(huge, 100) }),
        {
          kind: 'digest' as const,
          key: 'd',
          day: '2026-09-12',
          sent: many(alert, 120),
          over: many(alert, 120),
          about: many(huge, 50),
        },
        {
          kind: 'watch' as const,
          key: 'w',
          severity: 'high' as const,
          title: huge,
          lines: many(huge, 500),
          nextSteps: many(huge, 500),
        },
      ]) {
        const message = snsMessage(notice, SENDER, 0);
        expect(bytesOf(message)).toBeLessThanOrEqual(262_144);
        const bodies = JSON.parse(message.Message) as Record<string, string>;
        expect(bodies['email']?.includes('\nLeft out to keep this message short: ')).toBe(true);
        if (notice.kind === 'alert') expect(bodies['email']?.slice(0, 21)).toBe('CRITICAL: Root login:');
      }
    },
  );
});
