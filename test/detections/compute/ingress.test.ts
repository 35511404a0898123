import { describe, expect, it } from 'vitest';
import { TrailEvent } from '../../../shared/cloudtrail/event.ts';
import { openedToInternet } from '../../../shared/detections/compute/ingress.ts';
import { record } from '../../../shared/detections/example.ts';

const opened = (params: unknown, name = 'AuthorizeSecurityGroupIngress') =>
  openedToInternet(new TrailEvent(record('ec2', name, { params }), 'e1', 0, 0));
const world = { ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } };
const rule = (more: Record<string, unknown>) => ({
  ipPermissions: { items: [{ ipProtocol: 'tcp', ...world, ...more }] },
});

describe('openedToInternet', () => {
  it.each([
    [{ fromPort: 22, toPort: 22 }, ['port 22 (SSH)']],
    [{ fromPort: 20, toPort: 25 }, ['port 22 (SSH)', 'port 23 (Telnet)']],
    [{ fromPort: 3390, toPort: 5431 }, []],
    [{ fromPort: 0, toPort: 65535 }, ['every port']],
    [{ fromPort: 1, toPort: 65535 }, ['every port']],
    [{ ipProtocol: 'udp', fromPort: 2049, toPort: 2049 }, ['port 2049 (NFS)']],
    [{ ipProtocol: '6', fromPort: 3389, toPort: 3389 }, ['port 3389 (RDP)']],
    [{ ipProtocol: '-1' }, ['every port and protocol']],
    [{ ipProtocol: 'all' }, ['every port and protocol']],
    [{ ipProtocol: 'icmp', fromPort: -1, toPort: -1 }, []],
    [{ fromPort: -1, toPort: -1 }, ['every port']],
    [{}, ['every port']],
    [{ fromPort: 443, toPort: 443 }, []],
    [{ fromPort: 2, toPort: 21 }, []],
  ])('of ports %j is %j', (ports, expected) => {
    expect(opened(rule(ports))).toEqual(expected);
  });

  it.each([
    ['203.0.113.7/32', false],
    ['10.0.0.0/8', false],
    ['0.0.0.0/0', true],
    ['0.0.0.0/2', true],
  ])('asks whether %s is the internet: %s', (cidrIp, wide) => {
    expect(opened({ ipProtocol: 'tcp', fromPort: 22, toPort: 22, cidrIp }).length > 0).toBe(wide);
  });

  it('looks at IPv6 as well', () => {
    const ssh = { fromPort: 22, toPort: 22, ipRanges: {} };
    expect(opened(rule({ ...ssh, ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] } }))).toEqual(['port 22 (SSH)']);
    expect(opened(rule({ ...ssh, ipv6Ranges: { items: [{ cidrIpv6: '2001:db8::/48' }] } }))).toEqual([]);
  });

  it('judges rules one by one', () => {
    const office = { ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '192.0.2.0/24' }] } };
    const web = { ipProtocol: 'tcp', fromPort: 443, toPort: 443, ...world };
    expect(opened({ ipPermissions: { items: [office, web] } })).toEqual([]);
  });

  it('reads ModifySecurityGroupRules, with one rule or several', () => {
    const update = (CidrIpv4: string, port: number) => ({
      tag: 1,
      SecurityGroupRuleId: 'sgr-1',
      SecurityGroupRule: { IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIpv4 },
    });
    const modify = (SecurityGroupRule: unknown) =>
      opened({ ModifySecurityGroupRulesRequest: { GroupId: 'sg-1', SecurityGroupRule } }, 'ModifySecurityGroupRules');
    expect(modify(update('0.0.0.0/0', 22))).toEqual(['port 22 (SSH)']);
    expect(modify([update('192.0.2.0/24', 22), update('0.0.0.0/0', 5432)])).toEqual(['port 5432 (PostgreSQL)']);
  });

  it.each([null, [], 'x', { ipPermissions: 'x' }, { ipPermissions: { items: [null, 7] } }])(
    'is empty for %j',
    (params) => {
      expect(opened(params)).toEqual([]);
    },
  );
});
