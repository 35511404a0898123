import type { TrailEvent } from '../../cloudtrail/event.ts';
import { amount, at, filled, list } from '../../cloudtrail/field.ts';
import { isInternetWide } from '../../policy/index.ts';
import { ec2Request } from './ec2-request.ts';

/** Ports behind which nothing should answer the internet, by what usually listens there. */
const SENSITIVE: readonly (readonly [port: number, what: string])[] = [
  [22, 'SSH'],
  [23, 'Telnet'],
  [135, 'Windows RPC'],
  [445, 'SMB'],
  [1433, 'SQL Server'],
  [1521, 'Oracle'],
  [2049, 'NFS'],
  [2375, 'Docker'],
  [2379, 'etcd'],
  [3306, 'MySQL'],
  [3389, 'RDP'],
  [5432, 'PostgreSQL'],
  [5439, 'Redshift'],
  [5601, 'Kibana'],
  [5900, 'VNC'],
  [5985, 'WinRM'],
  [5986, 'WinRM'],
  [6379, 'Redis'],
  [6443, 'Kubernetes'],
  [9200, 'OpenSearch'],
  [10250, 'kubelet'],
  [11211, 'Memcached'],
  [27017, 'MongoDB'],
];
/** Protocols by name and by number, as EC2 takes both. */
const TRANSPORTS = new Set(['tcp', 'udp', '6', '17']);
const MOST_PORTS = 65535;

interface Rule {
  readonly protocol: string;
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly cidrs: readonly string[];
}

/** What a call that adds or changes inbound rules opens to the internet that should not be, in words; empty when nothing. */
export function openedToInternet(event: TrailEvent): readonly string[] {
  const opened = rulesOf(event).filter(({ cidrs }) => cidrs.length > 0 && isInternetWide(cidrs));
  return [...new Set(opened.flatMap(openedBy))];
}

function openedBy({ protocol, from, to }: Rule): readonly string[] {
  if (protocol === '-1' || protocol === 'all') return ['every port and protocol'];
  if (!TRANSPORTS.has(protocol)) return [];
  const first = from ?? 0;
  // -1 means all, as in the answers of older records.
  const last = to === undefined || to < 0 ? MOST_PORTS : to;
  if (first <= 1 && last >= MOST_PORTS - 1) return ['every port'];
  return SENSITIVE.filter(([port]) => first <= port && port <= last).map(([port, what]) => `port ${port} (${what})`);
}

/** The request's rules in its three forms: one rule flat, `ipPermissions`, and the rules of ModifySecurityGroupRules. */
function rulesOf(event: TrailEvent): readonly Rule[] {
  const request = ec2Request(event);
  const updated = list(request, 'securityGroupRule').map((each) => at(each, 'securityGroupRule'));
  return [request, ...updated, ...list(request, 'ipPermissions')].map((rule) => ({
    protocol: (filled(rule, 'ipProtocol') ?? '').toLowerCase(),
    from: amount(rule, 'fromPort'),
    to: amount(rule, 'toPort'),
    cidrs: cidrsOf(rule),
  }));
}

function cidrsOf(rule: unknown): string[] {
  const own = ['cidrIp', 'cidrIpv4', 'cidrIpv6'].map((name) => filled(rule, name));
  const v4 = list(rule, 'ipRanges').map((range) => filled(range, 'cidrIp'));
  const v6 = list(rule, 'ipv6Ranges').map((range) => filled(range, 'cidrIpv6'));
  return [...own, ...v4, ...v6].filter((cidr) => cidr !== undefined);
}
