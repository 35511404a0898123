import { mkdirSync, mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { runVerify, type VerifyCommandOptions } from '../../functions/cli/verify.ts';
import { GatetrailError } from '../../shared/errors.ts';
import { addChain, HOUR, iso, newSigner, type Objects, type Signer, START } from './chain.ts';

const CLOUDTRAIL = newSigner();
const folders: string[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A copy of a chain of six hours in a folder, and the file of its keys. */
function copied(signer: Signer = CLOUDTRAIL) {
  const objects: Objects = new Map();
  const chain = addChain(objects, { signer: CLOUDTRAIL });
  const folder = mkdtempSync(join(tmpdir(), 'gatetrail-verify-'));
  folders.push(folder);
  const copy = join(folder, 'copy');
  for (const [key, { bytes }] of objects) {
    mkdirSync(dirname(join(copy, key)), { recursive: true });
    writeFileSync(join(copy, key), bytes);
  }
  const write = (name: string, content: unknown): string => {
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
    return join(folder, name);
  };
  const { fingerprint, der, from, until } = signer.key;
  const keys = write('keys.json', {
    PublicKeyList: [
      {
        Value: Buffer.from(der).toString('base64'),
        ValidityStartTime: `${iso(from).replace('Z', '')}+00:00`,
        ValidityEndTime: until / 1000,
        Fingerprint: fingerprint,
      },
    ],
  });
  const newest = chain.digests.at(-1) ?? '';
  const signatures = write('signatures.json', { [newest]: objects.get(newest)?.signature });
  return { copy, chain, keys: [keys], signatures, write, newest };
}

async function run(input: string, options: VerifyCommandOptions): Promise<{ code: number; out: string }> {
  let out = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += text;
    return true;
  });
  const code = await runVerify(input, options);
  vi.restoreAllMocks();
  return { code, out };
}

describe('gatetrail verify of a folder', () => {
  it('says intact, and ends with 0', async () => {
    const { copy, keys, signatures } = copied();
    expect(await run(copy, { keys, signatures })).toEqual({
      code: 0,
      out: `111111111111 us-east-1 audit: 6 digests (6 proven), 12 log files verified, 1 start of a chain, ${iso(START)} to ${iso(START + 6 * HOUR)}\nIntact.\n`,
    });
  });

  it('without the signature of the newest digest: a note says so', async () => {
    const { copy, keys, newest } = copied();
    const { code, out } = await run(copy, { keys });
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toBe(
      `note: unsigned: ${newest} its signature is not in this copy, so it proves nothing yet; expected it in --signatures, or verify s3://`,
    );
  });

  it('finds the files by their names, from any folder on', async () => {
    const { copy, keys, signatures } = copied();
    const below = join(copy, 'AWSLogs', '111111111111');
    expect((await run(below, { keys, signatures })).code).toBe(0);
  });

  it('names what is missing, a line each, and ends with 3', async () => {
    const { copy, chain, keys, signatures } = copied();
    const [digest = '', log = ''] = [chain.digests[2], chain.logs[4]?.[0]];
    for (const key of [digest, log]) unlinkSync(join(copy, key));
    const { code, out } = await run(copy, { keys, signatures });
    const lines = out.trimEnd().split('\n');
    expect(code).toBe(3);
    expect(lines[0]).toBe(`missing-log: ${log} is not there; its digest names it`);
    expect(lines[1]).toMatch(new RegExp(`^missing-digest: ${digest.replaceAll('.', '\\.')} is not there; .* names it`));
    expect(lines.at(-1)).toBe('2 problems: 1 missing-log, 1 missing-digest.');
  });

  it('tells a wrong key from tampering', async () => {
    const { copy, keys } = copied(newSigner());
    const { code, out } = await run(copy, { keys, json: true });
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'wrong-keys',
      proven: 0,
      chains: [{ problems: [{ kind: 'unknown-key' }] }],
    });
    expect((await run(copy, { keys })).out).toContain(
      '1 problem: 1 unknown-key.\nThe public keys do not belong to these digests: whether they were tampered with is open.\n',
    );
  });

  it('does not call intact what nothing proves', async () => {
    const { copy, chain, keys } = copied();
    for (const key of chain.digests.slice(1)) unlinkSync(join(copy, key));
    const { code, out } = await run(copy, { keys });
    expect(code).toBe(3);
    expect(out).toMatch(/\nNothing is wrong with what is there, but nothing is proven either\.\n$/);
  });

  it('prints one JSON object', async () => {
    const { copy, keys, signatures } = copied();
    const { out } = await run(copy, { keys, signatures, json: true });
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'intact',
      digests: 6,
      proven: 6,
      logs: 12,
      chains: [{ account: '111111111111', from: iso(START), until: iso(START + 6 * HOUR), starts: 1 }],
    });
  });

  it('keeps to the time, accounts and regions asked for', async () => {
    const { copy, chain, keys, signatures } = copied();
    unlinkSync(join(copy, chain.logs[5]?.[0] ?? ''));
    const times = { since: iso(START + HOUR), until: iso(START + 3 * HOUR) };
    expect((await run(copy, { keys, ...times })).code).toBe(0);
    expect((await run(copy, { keys, signatures })).code).toBe(3);
    const nowhere = await run(copy, { keys, region: ['eu-central-1'] }).catch((error: unknown) => error);
    expect(nowhere).toMatchObject({ kind: 'input', message: expect.stringContaining('there is no digest file') });
  });
});

describe('what can be wrong with the command', () => {
  const fails = async (input: string, options: VerifyCommandOptions) => {
    const error = await run(input, options).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(GatetrailError);
    return error as GatetrailError;
  };

  it('is said with what was expected', async () => {
    const { copy, keys, write } = copied();
    const none = await fails(join(copy, 'nowhere'), { keys });
    expect([none.kind, none.message]).toEqual([
      'usage',
      expect.stringContaining('expected a copy of the bucket or s3:'),
    ]);
    for (const content of ['{', '{}', { PublicKeyList: [{ Value: 'x', Fingerprint: 'y' }] }]) {
      const bad = await fails(copy, { keys: [write('bad.json', content)] });
      expect([bad.kind, bad.message]).toEqual(['usage', expect.stringMatching(/^--keys .*bad\.json: .*expected/)]);
    }
    const signatures = await fails(copy, { keys, signatures: write('bad.json', { a: 'no hexadecimal' }) });
    expect([signatures.kind, signatures.message]).toEqual(['usage', expect.stringMatching(/^--signatures .*expected/)]);
    expect((await fails('s3://bucket', { keys, signatures: 'x' })).message).toMatch(/^--signatures is for a copy/);
    expect((await fails('s3://', { keys })).kind).toBe('usage');
    expect((await fails(copy, { keys, since: 'yesterday' })).kind).toBe('usage');
  });
});
