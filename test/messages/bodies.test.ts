import { describe, expect, it } from 'vitest';
import { detectionsOf } from '../../shared/alerts/messages/about.ts';
import { amazonQ } from '../../shared/alerts/messages/amazon-q.ts';
import { buttons } from '../../shared/alerts/messages/button.ts';
import { FITS, fitted, leftOutText } from '../../shared/alerts/messages/fit.ts';
import { ocsf } from '../../shared/alerts/messages/ocsf.ts';
import { plainBody } from '../../shared/alerts/messages/plain.ts';
import { slackMessage, slackReply } from '../../shared/alerts/messages/slack.ts';
import { bytesOf, snsMessage } from '../../shared/alerts/messages/sns.ts';
import { subjectOf } from '../../shared/alerts/messages/subject.ts';
import { ALERT, alertNotice, DIGEST, WATCH } from './notices.ts';

const SENDER = { account: '999999999999', region: 'eu-central-1' };

describe('the bodies of one alert', () => {
  it('e-mail', () => {
    expect(subjectOf(alertNotice())).toBe(
      'CRITICAL: Leaked key tried, explored and made permanent: iam in 111111111... (account 111111111111)',
    );
    expect(plainBody(alertNotice(), SENDER)).toMatchSnapshot();
  });
  it('e-mail of an update, a digest and a watch', () => {
    const update = alertNotice({ kind: 'update', revision: 2, news: ['Access key created (high): for svc-backup'] });
    for (const notice of [update, DIGEST, WATCH])
      expect(`${subjectOf(notice)}\n\n${plainBody(notice, SENDER)}`).toMatchSnapshot();
  });
  it('Slack', () => {
    expect(slackMessage(alertNotice(), { withButtons: true })).toMatchSnapshot();
    expect(slackReply(alertNotice({ kind: 'update', revision: 2, news: ['more'] }), 'high')).toMatchSnapshot();
  });
  it('Amazon Q', () => {
    expect(amazonQ(alertNotice())).toMatchSnapshot();
  });
  it('OCSF', () => {
    const { unmapped, ...finding } = ocsf(alertNotice(), 0);
    expect(finding).toMatchSnapshot();
    expect(unmapped).toEqual({ gatetrail: alertNotice() });
  });
});

describe('OCSF', () => {
  it.each([
    ['info', 1],
    ['low', 2],
    ['medium', 3],
    ['high', 4],
    ['critical', 5],
  ] as const)('%s is severity %i', (severity, id) => {
    expect(ocsf(alertNotice({ alert: { ...ALERT, severity } }), 0)['severity_id']).toBe(id);
  });
  it('tells the first from an update, and a digest from both', () => {
    expect(ocsf(alertNotice(), 0)).toMatchObject({ activity_id: 1, type_uid: 200401, time: Date.parse(ALERT.time) });
    expect(ocsf(alertNotice({ kind: 'update', revision: 2 }), 0)).toMatchObject({
      activity_id: 2,
      type_uid: 200402,
      finding_info: { uid: ALERT.id },
    });
    expect(ocsf(DIGEST, 0)).toMatchObject({ activity_id: 99, type_uid: 200499, is_alert: false, severity_id: 1 });
    expect(ocsf(WATCH, 1234)).toMatchObject({ activity_id: 1, severity_id: 4, time: 1234 });
  });
});

describe('what an alert is made of', () => {
  it('is what the notice says, or for behaviour its channel; else nobody is offered to suppress all', () => {
    const bare = alertNotice({ detections: [] });
    expect(detectionsOf(alertNotice())).toEqual(['sequence-leaked-key', 'iam-access-key-created']);
    expect(detectionsOf({ ...bare, alert: { ...ALERT, channel: 'slow' } })).toEqual(['behaviour-slow']);
    expect(detectionsOf(bare)).toEqual([]);
    expect(JSON.stringify(buttons(bare))).not.toContain('gatetrail.expected');
    expect(plainBody(bare, SENDER)).toContain('Add a suppression to gatetrail.yml');
  });
});

describe('a message that must be trimmed', () => {
  const ids = Array.from(
    { length: 1000 },
    (_, index) => `${String(index).padStart(8, '0')}-aa84-4fc1-bbd6-c1a22690063c`,
  );
  const reasons = Array.from({ length: 30 }, (_, index) => ({ text: `reason ${index} ${'é'.repeat(900)}` }));
  const notice = alertNotice({ alert: { ...ALERT, eventIds: ids, findingIds: ids, reasons } });

  it('loses ids before reasons, and says how many', () => {
    const { Message, ...rest } = snsMessage(notice, SENDER, 0);
    expect(bytesOf({ Message, ...rest })).toBeLessThanOrEqual(262_144);
    const sent = JSON.parse(JSON.parse(Message).sqs);
    expect(sent.alert.eventIds.length).toBeLessThan(1000);
    expect(sent.alert.reasons.length).toBeGreaterThanOrEqual(20);
    expect(sent.leftOut.eventIds).toBe(1000 - sent.alert.eventIds.length);
    expect(JSON.parse(Message).email).toContain(`${sent.leftOut.eventIds} more events`);
    expect(JSON.stringify(slackMessage(sent, { withButtons: false }))).toContain('more events');
  });
  it('is left alone when it fits', () => {
    expect(fitted(alertNotice(), FITS[0])).toEqual(alertNotice());
    expect(leftOutText(alertNotice())).toBeUndefined();
  });
});
