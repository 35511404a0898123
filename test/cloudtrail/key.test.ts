import { describe, expect, it } from 'vitest';
import { parseKey } from '../../shared/cloudtrail/key.ts';

const folders = 'AWSLogs/111111111111/CloudTrail/us-east-1/2026/11/22';
const name = '111111111111_CloudTrail_us-east-1_20261122T1305Z_WMiHxZgr5Hdd6UDc.json.gz';
const deliveredAt = Date.UTC(2026, 10, 22, 13, 5);
const log = { kind: 'log', account: '111111111111', region: 'us-east-1', deliveredAt };

describe('parseKey', () => {
  it.each([
    ['plain', `${folders}/${name}`, log],
    ['with a prefix', `my/prefix/${folders}/${name}`, log],
    ['with a prefix of the same name', `AWSLogs/${folders}/${name}`, log],
    ['organisation', `AWSLogs/o-exampleorg1/${folders.slice(8)}/${name}`, { ...log, organization: 'o-exampleorg1' }],
    [
      'Control Tower',
      `o-exampleorg1/AWSLogs/o-exampleorg1/${folders.slice(8)}/${name}`,
      { ...log, organization: 'o-exampleorg1' },
    ],
    ['a local path', `/home/me/logs/${folders}/${name}`, log],
    ['a Windows path', `C:\\logs\\${folders.replaceAll('/', '\\')}\\${name}`, log],
    ['the file name alone', name, log],
    ['without .gz', name.replace('.gz', ''), log],
    ['without extension', name.replace('.json.gz', ''), log],
    ['in a folder of other names', `case-7/${name}`, log],
    ['GovCloud', name.replace('us-east-1', 'us-gov-west-1'), { ...log, region: 'us-gov-west-1' }],
    ['China', name.replace('us-east-1', 'cn-northwest-1'), { ...log, region: 'cn-northwest-1' }],
    [
      'another file name in the folders',
      `${folders}/events.json`,
      { kind: 'log', account: '111111111111', region: 'us-east-1' },
    ],
    [
      'an impossible time',
      name.replace('1122T1305', '0231T1305'),
      { kind: 'log', account: '111111111111', region: 'us-east-1' },
    ],
    [
      'a time out of range',
      name.replace('1122T1305', '1322T1305'),
      { kind: 'log', account: '111111111111', region: 'us-east-1' },
    ],
    [
      'insight',
      `${folders.replace('CloudTrail', 'CloudTrail-Insight')}/${name.replace('CloudTrail', 'CloudTrail-Insight')}`,
      { ...log, kind: 'insight' },
    ],
    [
      'insight by folder only',
      `${folders.replace('CloudTrail', 'CloudTrail-Insight')}/x.json.gz`,
      { kind: 'insight', account: '111111111111', region: 'us-east-1' },
    ],
    ['aggregated', name.replace('CloudTrail', 'CloudTrail-Aggregated'), { ...log, kind: 'aggregated' }],
    [
      'network activity',
      name.replace('CloudTrail', 'CloudTrail-NetworkActivity'),
      { ...log, kind: 'network-activity' },
    ],
    [
      'digest',
      '111111111111_CloudTrail-Digest_us-east-1_my_trail_us-west-2_20261122T130512Z.json.gz',
      { kind: 'digest', account: '111111111111', region: 'us-east-1', deliveredAt: deliveredAt + 12_000 },
    ],
    [
      'a file of WAF',
      'AWSLogs/111111111111/WAFLogs/us-east-1/shop_api/2026/11/22/13/05/111111111111_waflogs_us-east-1_shop_api_20261122T1305Z_0a1b2c3d.log.gz',
      { kind: 'log', account: '111111111111', region: 'us-east-1', deliveredAt },
    ],
    [
      'a file of Firehose',
      'shop/2026/11/22/13/amazon-apigateway-shop-1-2026-11-22-13-05-12-01234567-89ab-cdef-0123-456789abcdef.gz',
      { kind: 'log', deliveredAt: deliveredAt + 12_000 },
    ],
    ['the object of a folder', `${folders}/`, { kind: 'folder', account: '111111111111', region: 'us-east-1' }],
    [
      'the object of a folder higher up',
      'AWSLogs/111111111111/CloudTrail/',
      { kind: 'folder', account: '111111111111' },
    ],
  ])('%s', (_, key, expected) => {
    expect(parseKey(key)).toEqual(expected);
  });

  it.each([
    '',
    '/',
    'notes.txt',
    'AWSLogs/111111111111/Config/us-east-1/2026/11/22/x.json.gz',
    'AWSLogs/111111111111/vpcflowlogs/us-east-1/x.log.gz',
    'AWSLogs/1234/CloudTrail/us-east-1/x.json.gz',
    '111111111111_vpcflowlogs_us-east-1_fl-1_20261122T1305Z_x.log.gz',
    '11_CloudTrail_us-east-1_20261122T1305Z_x.json.gz',
    '111111111111_CloudTrail_nowhere_20261122T1305Z_x.json.gz',
    '111111111111_waflogs_us-east-1_shop_20261122T1305Z_not-hex.log.gz',
    'shop-1-2026-02-31-13-05-12-01234567-89ab-cdef-0123-456789abcdef.gz',
    'shop-1-2026-11-22-13-05-12.gz',
    'AWSLogs',
    '__proto__',
  ])('knows nothing of %s', (key) => {
    expect(parseKey(key)).toBeUndefined();
  });
});
