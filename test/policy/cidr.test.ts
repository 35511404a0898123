import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCidr } from '../../shared/policy/address.ts';
import { cidrContains, cidrsOutside, isInternetWide, widestCidr } from '../../shared/policy/cidr.ts';

const ipv4 = fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map(([host, prefix]) => `${host}/${prefix}`);
const ipv6 = fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })).map(([host, prefix]) => `${host}/${prefix}`);

describe('parseCidr', () => {
  it.each([
    ['192.0.2.0/24', { version: 4, prefix: 24, first: 0xc0000200n, last: 0xc00002ffn }],
    ['192.0.2.77/24', { version: 4, prefix: 24, first: 0xc0000200n, last: 0xc00002ffn }],
    [' 192.0.2.1 ', { version: 4, prefix: 32, first: 0xc0000201n, last: 0xc0000201n }],
    ['::/0', { version: 6, prefix: 0, first: 0n, last: (1n << 128n) - 1n }],
    ['2001:db8::1', { version: 6, prefix: 128, first: (0x20010db8n << 96n) + 1n, last: (0x20010db8n << 96n) + 1n }],
    ['::ffff:192.0.2.1', { version: 4, prefix: 32, first: 0xc0000201n, last: 0xc0000201n }],
    ['::ffff:0.0.0.0/96', { version: 4, prefix: 0, first: 0n, last: 0xffffffffn }],
  ])('reads %s', (text, expected) => {
    expect(parseCidr(text)).toEqual(expected);
  });

  it.each([
    '',
    '192.0.2',
    '192.0.2.256',
    '192.0.2.01',
    '192.0.2.0.1',
    '192.0.2.0/33',
    '192.0.2.0/-1',
    '192.0.2.0/24/8',
    '192.0.2.0/',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1::2::3',
    '1:2:3:4:5:6:7::8',
    '12345::',
    '2001:db8::/129',
    '0x7f.0.0.1',
    '*',
    '$'.concat('{aws:SourceIp}'),
  ])('does not read %j', (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });

  it('reads every address there is, and never throws for other text', () => {
    fc.assert(fc.property(fc.oneof(ipv4, ipv6), (text) => parseCidr(text) !== undefined));
    fc.assert(fc.property(fc.string(), (text) => void parseCidr(text)));
  });
});

describe('containment', () => {
  it('is by address, not by text', () => {
    expect(cidrContains('192.0.2.0/24', '192.0.2.128/25')).toBe(true);
    expect(cidrContains('192.0.2.128/25', '192.0.2.0/24')).toBe(false);
    expect(cidrContains('2001:db8::/32', '2001:0db8:0001::/48')).toBe(true);
    expect(cidrContains('2001:db8:1::/48', '2001:db8::/32')).toBe(false);
    expect(cidrContains('::/0', '192.0.2.1')).toBe(false);
    expect(cidrContains('0.0.0.0/0', 'x')).toBe(false);
    expect(cidrContains('x', '192.0.2.1')).toBe(false);
  });

  it('counts adjacent blocks together', () => {
    expect(cidrsOutside(['192.0.2.128/25', '192.0.2.0/25'], ['192.0.2.0/24'])).toEqual([]);
    expect(cidrsOutside(['192.0.2.0/25'], ['192.0.2.0/24', '192.0.2.1', 'x'])).toEqual(['192.0.2.0/24', 'x']);
  });

  it('is reflexive, transitive, and everything lies in the whole space', () => {
    fc.assert(
      fc.property(ipv4, ipv6, fc.integer({ min: 0, max: 32 }), (four, six, prefix) => {
        expect(cidrContains(four, four) && cidrContains(six, six)).toBe(true);
        expect(cidrContains('0.0.0.0/0', four)).toBe(true);
        const wider = `${four.split('/')[0]}/${Math.min(prefix, Number(four.split('/')[1]))}`;
        expect(cidrContains(wider, four)).toBe(true);
      }),
    );
  });
});

describe('widestCidr', () => {
  it('names the block with the largest share of its space', () => {
    expect(widestCidr(['192.0.2.0/24', '198.51.0.0/16', '203.0.113.7'])).toBe('198.51.0.0/16');
    expect(widestCidr(['192.0.2.0/24', '2000::/3'])).toBe('2000::/3');
    expect(widestCidr(['x'])).toBeUndefined();
    expect(widestCidr([])).toBeUndefined();
  });

  it('does not depend on the order', () => {
    fc.assert(fc.property(fc.array(ipv4), (values) => widestCidr([...values].reverse()) === widestCidr(values)));
  });
});

describe('isInternetWide', () => {
  const sixteenths = Array.from({ length: 256 }, (_, index) => `${index}.0.0.0/8`);
  it.each([
    ['the whole', ['0.0.0.0/0']],
    ['the whole in IPv6', ['::/0']],
    ['one half', ['0.0.0.0/1']],
    ['split halves', ['0.0.0.0/1', '128.0.0.0/1']],
    ['halves split again', ['0.0.0.0/2', '64.0.0.0/2', '128.0.0.0/2', '192.0.0.0/2']],
    ['every /8', sixteenths],
    ['the whole beside an office', ['192.0.2.0/24', '0.0.0.0/0']],
    ['more than a /8', ['64.0.0.0/7']],
    ['all of routed IPv6', ['2000::/3']],
    ['IPv4 written as IPv6', ['::ffff:0:0/96']],
    ['no address', ['anywhere']],
    ['nothing', []],
  ])('is true for %s', (_, values) => {
    expect(isInternetWide(values)).toBe(true);
  });

  it.each([
    ['an office', ['192.0.2.0/24']],
    ['private ranges', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']],
    ['a provider\u2019s IPv6 block', ['2001:db8::/32']],
    ['many offices', Array.from({ length: 200 }, (_, index) => `198.51.100.${index}/32`)],
  ])('is false for %s', (_, values) => {
    expect(isInternetWide(values)).toBe(false);
  });
});
