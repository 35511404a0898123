import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unreadableAccessLog } from '../../shared/access-log/unreadable.ts';
import { MemoryStateStore } from '../../shared/adapters/memory/state-store.ts';
import { Catalogue } from '../../shared/detections/catalogue.ts';
import { processObject } from '../../shared/pipeline/process-object.ts';
import { depsFor } from '../laws/replays.ts';
import { CLF, subscription } from './folder.ts';
import { CALL, lineOf } from './lines.ts';

/** The formats of the console that are no JSON. */
const FORMATS = {
  CLF: '$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] "$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength $context.requestId',
  XML: '<request id="$context.requestId"> <ip>$context.identity.sourceIp</ip> <caller>$context.identity.caller</caller> <status>$context.status</status> </request>',
  CSV: '$context.identity.sourceIp,$context.identity.caller,$context.identity.user,$context.requestTime,$context.httpMethod,$context.resourcePath,$context.protocol,$context.status,$context.responseLength,$context.requestId',
};
const IPV6 = { ...CALL, 'identity.sourceIp': '2001:db8::7' };

async function skipOf(content: string | Uint8Array): Promise<string | undefined> {
  const deps = depsFor(new Map([['x', Buffer.from(content)]]), new Catalogue([], []), new MemoryStateStore());
  await processObject(deps, { key: 'x' });
  expect(deps.tally.imbalance).toBe('');
  return deps.tally.skips[0]?.reason;
}

describe('an access log that is no JSON', () => {
  it.each(Object.entries(FORMATS))('in %s is named', async (name, format) => {
    const reason = `access log in ${name}: only JSON can be read, see docs/access-logs.md`;
    const text = `${lineOf(format, CALL)}\n${lineOf(format, IPV6)}\n`;
    expect(unreadableAccessLog(text)).toBe(reason);
    expect(unreadableAccessLog(lineOf(format, IPV6))).toBe(reason);
    expect(await skipOf(text)).toBe(reason);
    expect(await skipOf(gzipSync(text))).toBe(reason);
    expect(await skipOf(subscription([lineOf(format, CALL)]))).toBe(reason);
  });
  it.each([
    ['a list', '203.0.113.7, 203.0.113.8\n'],
    ['a sentence', 'Be careful - do not [ever] "GET /" this\n'],
    ['XML of another kind', '<?xml version="1.0"?><request></request>'],
    ['nothing', ''],
    ['a line that never ends', `${CLF.slice(0, 20)}${'- '.repeat(400)}`],
  ])('%s is none', (_, text) => {
    expect(unreadableAccessLog(text)).toBeUndefined();
  });
});
