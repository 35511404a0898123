import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { respond } from '../../functions/respond/respond.ts';
import { firstSeen, SIGNATURES_KEY, signatureOf } from '../../functions/respond/signature.ts';
import { SUPPRESSIONS_KEY } from '../../shared/alerts/kept-suppressions.ts';
import { clickBody, type Desk, NOW, openDesk, SIGNING_SECRET, signed } from './clicks.ts';

const MINUTE = 60_000;
let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.server.close());

const send = (headers: Record<string, string | undefined>, body: string | Uint8Array = clickBody('expected')) =>
  respond(headers, Buffer.from(body), desk.deps);

describe("Slack's own example", () => {
  it('is right', () => {
    const body =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
    const headers = {
      'x-slack-request-timestamp': '1531420618',
      'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    };
    expect(signatureOf(headers, Buffer.from(body), SIGNING_SECRET, 1531420618_000)).toMatch(/^[0-9a-f]{64}$/);
    expect(signatureOf(headers, Buffer.from(`${body} `), SIGNING_SECRET, 1531420618_000)).toBeUndefined();
  });
});

describe('a request that Slack did not sign just now', () => {
  const body = clickBody('expected');
  const good = signed(body, NOW);
  const without = (name: string) => ({ ...good, [name]: undefined });

  it.each([
    ['nothing', {}, body],
    ['no signature', without('x-slack-signature'), body],
    ['no timestamp', without('x-slack-request-timestamp'), body],
    ['a forged signature', { ...good, 'x-slack-signature': `v0=${'0'.repeat(64)}` }, body],
    ['the wrong secret', signed(body, NOW, 'another'), body],
    ['an empty secret', signed(body, NOW, ''), body],
    ['a body that was changed', good, `${body}&x=1`],
    ['a timestamp that was changed', { ...good, 'x-slack-request-timestamp': String(NOW / 1000 + 1) }, body],
    ['a stale time', signed(body, NOW - 5 * MINUTE - 1000), body],
    ['a future time', signed(body, NOW + 5 * MINUTE + 1000), body],
    [
      'another version',
      { ...good, 'x-slack-signature': (good['x-slack-signature'] ?? '').replace('v0=', 'v1=') },
      body,
    ],
    ['no version', { ...good, 'x-slack-signature': (good['x-slack-signature'] ?? '').slice(3) }, body],
    ['capital hex', { ...good, 'x-slack-signature': (good['x-slack-signature'] ?? '').toUpperCase() }, body],
    ['a short signature', { ...good, 'x-slack-signature': 'v0=00' }, body],
    ['a timestamp that is none', { ...good, 'x-slack-request-timestamp': '1e9' }, body],
    ['an endless timestamp', { ...good, 'x-slack-request-timestamp': '9'.repeat(400) }, body],
  ])('%s: 401, and nothing happens', async (_name, headers, sent) => {
    expect(await send(headers, sent)).toEqual({ statusCode: 401, body: '' });
    expect(await desk.documents.read(SUPPRESSIONS_KEY)).toBeUndefined();
    expect(await desk.documents.read(SIGNATURES_KEY)).toBeUndefined();
    expect(desk.server.calls).toEqual([]);
  });

  it('is refused before anything is parsed: a body that nobody can read gives 401 too, and signed 400', async () => {
    for (const junk of ['payload=%E0%A4%A', 'payload={', '\u0000', Buffer.from([0xff, 0xfe, 0x80])]) {
      expect((await send({ ...good }, junk)).statusCode).toBe(401);
      expect((await send(signed(junk, NOW), junk)).statusCode).toBe(400);
    }
  });

  it('is refused whatever its headers are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), async (time, signature) => {
        const headers = { 'x-slack-request-timestamp': time, 'x-slack-signature': signature };
        expect((await send(headers)).statusCode).toBe(401);
      }),
      { numRuns: 200 },
    );
  });

  it('is refused where Slack is a webhook, or the secret has no signing secret', async () => {
    const noSigning = await openDesk({ signingSecret: undefined });
    const answer = await respond(signed(body, NOW), Buffer.from(body), noSigning.deps);
    await noSigning.server.close();
    expect(answer.statusCode).toBe(401);
  });
});

describe('a request that Slack signed', () => {
  it.each([-5 * MINUTE, -1000, 0, 5 * MINUTE])('is taken when its clock is off by %i ms', async (off) => {
    const body = clickBody('investigate');
    expect((await send(signed(body, NOW + off), body)).statusCode).toBe(200);
  });

  it('is taken once: a replay is refused, at once and minutes later', async () => {
    const body = clickBody('investigate');
    const headers = signed(body, NOW + 5 * MINUTE);
    expect((await send(headers, body)).statusCode).toBe(200);
    for (const later of [0, 1000, 9 * MINUTE]) {
      desk.now = NOW + later;
      expect(await send(headers, body)).toEqual({ statusCode: 401, body: '' });
    }
    expect(desk.server.calls.length).toBe(1);
    expect(desk.warnings.at(-1)).toContain('replay');
  });

  it('is taken once when it comes twice at the same time', async () => {
    const body = clickBody('investigate');
    const headers = signed(body, NOW);
    const answers = await Promise.all([send(headers, body), send(headers, body), send(headers, body)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401, 401]);
  });

  it('is forgotten when its time is over anyway, so that the list stays short', () => {
    const { text } = firstSeen(undefined, 'a', NOW);
    const later = firstSeen(text, 'b', NOW + 10 * MINUTE + 1);
    expect(later.result).toBe(true);
    expect(Object.keys(JSON.parse(later.text ?? ''))).toEqual(['b']);
  });
});
