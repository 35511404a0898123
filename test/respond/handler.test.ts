import type { LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tableDocuments } from '../../shared/adapters/aws/table-documents.ts';
import { readSuppressions, SUPPRESSIONS_KEY } from '../../shared/alerts/kept-suppressions.ts';
import { CONTEXT, type SlackSurroundings, surroundSlack } from '../notify/cloud.ts';
import { clickBody, SIGNING_SECRET, signed } from './clicks.ts';

let around: SlackSurroundings;
let handler: (event: LambdaFunctionURLEvent, context: typeof CONTEXT) => Promise<LambdaFunctionURLResult>;

beforeAll(async () => {
  around = await surroundSlack({ botToken: 'xoxb-1', channel: 'C1', signingSecret: SIGNING_SECRET });
  ({ handler } = await import('../../functions/respond/handler.ts'));
});
afterAll(() => around.close());

function request(parts: { headers?: Record<string, string>; body?: string; isBase64Encoded: boolean }) {
  return { version: '2.0', rawPath: '/', rawQueryString: '', ...parts } as unknown as LambdaFunctionURLEvent;
}

describe('respond', () => {
  it('takes a click whose body comes as Base64, as function URLs give forms, and as text', async () => {
    const body = clickBody('expected');
    const encoded = { body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
    expect(await handler(request({ ...encoded, headers: signed(body, Date.now()) }), CONTEXT)).toEqual({
      statusCode: 200,
      body: '',
    });
    const other = clickBody('investigate');
    expect(
      await handler(request({ body: other, isBase64Encoded: false, headers: signed(other, Date.now()) }), CONTEXT),
    ).toEqual({
      statusCode: 200,
      body: '',
    });
    const kept = readSuppressions(await tableDocuments(around.table, () => 0).read(SUPPRESSIONS_KEY));
    expect(kept.length).toBe(2);
    expect(around.slack.calls.length).toBe(2);
  });

  it.each([
    ['nothing', { isBase64Encoded: false }],
    [
      'a forged click',
      { body: clickBody('expected'), isBase64Encoded: false, headers: signed(clickBody('expected'), Date.now(), 'x') },
    ],
    ['Base64 that is none', { body: '%%%', isBase64Encoded: true, headers: {} }],
  ])('refuses %s with 401', async (_name, parts) => {
    expect(await handler(request(parts), CONTEXT)).toEqual({ statusCode: 401, body: '' });
  });

  it('answers 500 when it could not serve, so that Slack tells the person', async () => {
    around.slack.trouble({ status: 500 });
    const body = clickBody('investigate', { trigger_id: 'another' });
    expect(
      await handler(request({ body, isBase64Encoded: false, headers: signed(body, Date.now()) }), CONTEXT),
    ).toEqual({
      statusCode: 500,
      body: '',
    });
  });
});
