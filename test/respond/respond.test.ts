import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { respond } from '../../functions/respond/respond.ts';
import { sayByUrl } from '../../shared/adapters/slack/response-url.ts';
import { readSuppressions, SUPPRESSIONS_KEY } from '../../shared/alerts/kept-suppressions.ts';
import { ALERT } from '../messages/notices.ts';
import { clickBody, type Desk, NOW, openDesk, signed } from './clicks.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk({ escalate: 'C9' });
});
afterEach(() => desk.server.close());
const kept = async () => readSuppressions(await desk.documents.read(SUPPRESSIONS_KEY));
const said = (): string => JSON.stringify(desk.server.calls.map(({ body }) => body['blocks']));

describe('"expected"', () => {
  it('suppresses the detections of that principal for 30 days, and says so in the thread', async () => {
    expect(await desk.click('expected')).toEqual({ statusCode: 200, body: '' });
    const all = await kept();
    expect(all.map(({ detection }) => detection).sort()).toEqual(['iam-access-key-created', 'sequence-leaked-key']);
    expect(all[0]).toMatchObject({
      principal: ALERT.principal,
      account: ALERT.account,
      owner: 'kim (Slack U012ABCDEF)',
      expires: '2026-10-12',
      createdAt: '2026-09-12T12:00:00Z',
      alertId: ALERT.id,
    });
    const [call] = desk.server.calls;
    expect(call?.body).toMatchObject({ channel: 'C1', thread_ts: '1700000000.000001' });
    for (const part of ['<@U012ABCDEF>', '2026-10-12', 'iam-access-key-created', `suppress remove ${all[0]?.id}`])
      expect(said()).toContain(part);
  });

  it('is one suppression when the same person says it again, two when another does', async () => {
    await desk.click('expected');
    desk.now += 1000;
    await desk.click('expected');
    expect((await kept()).length).toBe(2);
    desk.now += 1000;
    await desk.click('expected', { user: { id: 'U999ABCDEF', username: 'lee' } });
    expect((await kept()).length).toBe(4);
  });

  it('does not widen for a principal whose name holds a wildcard', async () => {
    const value = { alertId: 'a', principal: '111111111111/user/*', account: '1', detections: ['d'], headline: 'h' };
    await desk.click('expected', { actions: [{ action_id: 'gatetrail.expected', value: JSON.stringify(value) }] });
    expect((await kept())[0]?.principal).toBe('111111111111/user/?');
  });

  it('is kept when the thread cannot be told, and whoever clicked is told another way', async () => {
    desk.server.trouble({ status: 429, retryAfter: 30 });
    expect((await desk.click('expected')).statusCode).toBe(200);
    expect((await kept()).length).toBe(2);
    expect(desk.server.calls[1]).toMatchObject({ method: 'response_url', body: { response_type: 'ephemeral' } });
  });

  it('fails when nobody can be told; a second click succeeds', async () => {
    desk.server.trouble({ status: 500 }, { status: 500 });
    await expect(desk.click('expected')).rejects.toThrow();
    desk.now += 1000;
    expect((await desk.click('expected')).statusCode).toBe(200);
    expect((await kept()).length).toBe(2);
  });
});

describe('other buttons', () => {
  it('"investigate" says who looks, in the thread of a reply too', async () => {
    const message = { ts: '1700000000.000007', thread_ts: '1700000000.000001' };
    expect((await desk.click('investigate', { message })).statusCode).toBe(200);
    expect(desk.server.calls[0]?.body['thread_ts']).toBe('1700000000.000001');
    expect(said()).toContain('<@U012ABCDEF> is looking at this.');
    expect(await kept()).toEqual([]);
  });
  it('"escalate" tells the other channel, then the thread', async () => {
    expect((await desk.click('escalate')).statusCode).toBe(200);
    expect(desk.server.calls.map(({ body }) => [body['channel'], body['thread_ts']])).toEqual([
      ['C9', undefined],
      ['C1', '1700000000.000001'],
    ]);
    expect(said()).toContain('Escalated to <#C9> by <@U012ABCDEF>');
  });
  it('"escalate" without another channel marks the thread', async () => {
    const plain = await openDesk();
    expect((await plain.click('escalate')).statusCode).toBe(200);
    expect(plain.server.calls.length).toBe(1);
    await plain.server.close();
  });
});

describe('a signed request that is no click of ours', () => {
  const ok = { alertId: 'a', principal: 'p', account: '1', detections: ['d'], headline: 'h' };
  it.each([
    ['an unknown action', { actions: [{ action_id: 'other', value: JSON.stringify(ok) }] }],
    ['a value that is none', { actions: [{ action_id: 'gatetrail.expected', value: '{}' }] }],
    [
      'nothing to suppress',
      { actions: [{ action_id: 'gatetrail.expected', value: JSON.stringify({ ...ok, detections: [] }) }] },
    ],
    ['another type', { type: 'view_submission' }],
    ['a user that is markup', { user: { id: '!channel>' } }],
    ['a channel that is markup', { channel: { id: 'C1|<!here' } }],
  ])('%s: 400', async (_name, changes) => {
    expect(await desk.click('expected', changes)).toEqual({ statusCode: 400, body: '' });
    expect(desk.server.calls).toEqual([]);
    expect(await kept()).toEqual([]);
  });
  it('hostile text of the log stays plain in our answer', async () => {
    const value = { ...ok, headline: '<!channel> *x*\nUndo: none', principal: '<@U1>' };
    await desk.click('investigate', {
      actions: [{ action_id: 'gatetrail.investigate', value: JSON.stringify(value) }],
    });
    const blocks = desk.server.calls[0]?.body['blocks'] as { text?: { type: string; text: string } }[];
    expect(blocks[0]?.text).toMatchObject({ type: 'mrkdwn', text: '<@U012ABCDEF> is looking at this.' });
    expect(blocks[1]?.text).toMatchObject({ type: 'plain_text', text: '<!channel> *x* Undo: none' });
    expect(desk.server.calls[0]?.body['text']).toBe('&lt;!channel&gt; ∗x∗ Undo: none');
  });
});

describe('a response_url', () => {
  it.each([
    'http://hooks.slack.com/x',
    'https://hooks.slack.com.evil.example/x',
    'https://hooks.slack.com@evil.example/x',
    'https://user:pass@hooks.slack.com/x',
    'https://hooks.slack.com:8443/x',
    'https://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'nonsense',
    '',
  ])('%j is not called', async (url) => {
    await expect(sayByUrl(url, 'x')).rejects.toThrow('is not of Slack');
  });
  it('of another host, in a signed click, is not called either', async () => {
    desk.server.trouble({ status: 500 });
    const body = clickBody('expected', { response_url: 'https://evil.example/x' });
    await expect(respond(signed(body, NOW), Buffer.from(body), desk.deps)).rejects.toThrow('is not of Slack');
  });
});
