import { describe, expect, it } from 'vitest';
import { hostOf } from '../../../shared/detections/backends/host.ts';

const kind = (url: string) => hostOf(url)?.kind;

describe('the host of a backend', () => {
  it.each([
    ['https://Orders.Example.com/v1', 'orders.example.com', true],
    ['http://orders.example.com:8080', 'orders.example.com', false],
    ['https://someone:secret@orders.example.com/', 'orders.example.com', true],
    ['https://orders.example.com./', 'orders.example.com', true],
    ['https://orders.example.com?x=1', 'orders.example.com', true],
    ['HTTPS://orders.example.com#x', 'orders.example.com', true],
    ['https://orders.example.com\\@a.ngrok.io', 'orders.example.com', true],
    ['http://[2001:db8::1]:8080/', '[2001:db8::1]', false],
    ['http://$' + '{stageVariables.host}/v1', '$' + '{stagevariables.host}', false],
  ])('%s', (url, name, encrypted) => expect(hostOf(url)).toMatchObject({ name, encrypted }));

  it.each([
    '',
    'orders.example.com',
    'ftp://x',
    'arn:aws:lambda:eu-central-1:111111111111:function:f',
    'https://',
    'http:///x',
    'http://:80',
  ])('is none in %j', (text) => expect(hostOf(text)).toBeUndefined());
});

describe('an address', () => {
  it.each([
    ['http://203.0.113.7', 'address'],
    ['http://3405803783', 'address'],
    ['http://0xcb007107', 'address'],
    ['http://203.28935', 'address'],
    ['http://0313.0.0161.7', 'address'],
    ['http://8.8.8.8', 'address'],
    ['http://[2001:db8::1]', 'address'],
    ['http://169.254.169.254', 'metadata'],
    ['http://2852039166', 'metadata'],
    ['http://0xa9.254.0251.254', 'metadata'],
    ['http://169.254.0.1', 'metadata'],
    ['http://[fe80::1]', 'metadata'],
    ['http://[fd00:ec2::254]', 'metadata'],
    ['http://metadata.google.internal', 'metadata'],
    ['http://10.0.0.1', 'private'],
    ['http://127.1', 'private'],
    ['http://0', 'private'],
    ['http://localhost:3000', 'private'],
    ['http://172.16.0.1', 'private'],
    ['http://172.31.255.255', 'private'],
    ['http://192.168.1.1', 'private'],
    ['http://100.64.0.1', 'private'],
    ['http://100.127.0.1', 'private'],
    ['http://[::1]', 'private'],
    ['http://[fc00::1]', 'private'],
    // Just outside.
    ['http://172.15.0.1', 'address'],
    ['http://172.32.0.1', 'address'],
    ['http://100.63.0.1', 'address'],
    ['http://100.128.0.1', 'address'],
    ['http://169.253.0.1', 'address'],
    ['http://168.254.0.1', 'address'],
    ['http://192.169.0.1', 'address'],
    ['http://11.0.0.1', 'address'],
    ['http://1.0.0.1', 'address'],
    ['http://171.16.0.1', 'address'],
    ['http://101.64.0.1', 'address'],
    ['http://191.168.0.1', 'address'],
    ['http://128.0.0.1', 'address'],
  ])('%s is of kind %s', (url, expected) => expect(kind(url)).toBe(expected));

  it.each([
    '256.1.1.1',
    '1.2.3.4.5',
    '1.2.3.256',
    '1.256.1',
    '1.16777216',
    '4294967296',
    '1.2.3.x',
    '0xg',
    '10.example.com',
    '1..2',
  ])('%s is none', (name) => expect(kind(`https://${name}`)).toBeUndefined());
});

describe('a host that anyone can borrow', () => {
  it.each(['a1.ngrok.io', 'ngrok-free.app', 'x.y.trycloudflare.com', '203-0-113-7.nip.io', 'orders.duckdns.org'])(
    '%s',
    (name) => expect(kind(`https://${name}/`)).toBe('tunnel'),
  );
  it.each(['ngrok.io.example.com', 'notngrok.io', 'orders.example.com', 'mets.net'])('is not %s', (name) =>
    expect(kind(`https://${name}`)).toBeUndefined(),
  );
});
