import { nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, filled, flag, list } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import type { Severity } from '../severity.ts';
import { eased } from './deploys.ts';

type Loss = { readonly what: string; readonly severity: Severity };

function firewall(name: string, params: Record<string, unknown> = {}, difference = {}) {
  return record('network-firewall', name, { params: { firewallName: 'egress', ...params }, ...difference });
}
const resolver = (name: string, params: Record<string, unknown>) => record('route53resolver', name, { params });

const LOSSES: ReadonlyMap<string, (event: TrailEvent, name: string) => Loss | undefined> = new Map([
  ['DeleteFirewall', (_event, name) => ({ what: `deleted network firewall ${name}`, severity: 'high' })],
  ['DisassociateSubnets', (_event, name) => ({ what: `took subnets off network firewall ${name}`, severity: 'high' })],
  ['UpdateFirewallDeleteProtection', unprotected],
  ['UpdateLoggingConfiguration', unlogged],
  [
    'DisassociateFirewallRuleGroup',
    (_event, name) => ({ what: `took DNS firewall rules ${name} off a VPC`, severity: 'high' }),
  ],
  ['DeleteFirewallRuleGroup', (_event, name) => ({ what: `deleted DNS firewall rules ${name}`, severity: 'high' })],
  ['UpdateFirewallRule', allowed],
  ['UpdateFirewallConfig', failsOpen],
]);

function unprotected({ params }: TrailEvent, name: string): Loss | undefined {
  if (flag(params, 'deleteProtection') !== false) return undefined;
  return { what: `let network firewall ${name} be deleted`, severity: 'medium' };
}
function unlogged({ params }: TrailEvent, name: string): Loss | undefined {
  const logging = at(params, 'loggingConfiguration');
  if (list(logging, 'logDestinationConfigs').length > 0) return undefined;
  return { what: `switched off the logs of network firewall ${name}`, severity: 'high' };
}
function allowed({ params }: TrailEvent, name: string): Loss | undefined {
  return filled(params, 'action') === 'ALLOW'
    ? { what: `let domains through in DNS firewall rules ${name}`, severity: 'medium' }
    : undefined;
}
function failsOpen({ params }: TrailEvent, name: string): Loss | undefined {
  return filled(params, 'firewallFailOpen') === 'ENABLED'
    ? { what: `let DNS queries of VPC ${name} through when the firewall fails`, severity: 'medium' }
    : undefined;
}

const NAMED = ['firewallName', 'firewallArn', 'firewallRuleGroupId', 'firewallRuleGroupAssociationId', 'resourceId'];

export default defineDetection({
  id: 'network-firewall-off',
  topic: 'X',
  title: 'Network or DNS firewall taken away',
  severity: 'high',
  attack: ['T1686.001'],
  why: 'What kept machines from calling out is gone: data and commands travel freely, also hidden in DNS queries.',
  benign: ['A network is rebuilt or taken down', 'Rules move to Firewall Manager'],
  runbook: [
    'Ask {principal} what protects the network instead.',
    'See what stands: aws network-firewall list-firewalls --region {region}; aws route53resolver list-firewall-rule-group-associations --region {region}.',
    'Put it back from its template, or: aws route53resolver associate-firewall-rule-group --firewall-rule-group-id ID --vpc-id VPC --priority 101 --name restored --region {region}.',
    'See what left meanwhile: flow logs and resolver query logs of {region} since {time}.',
  ],
  on: { source: ['network-firewall', 'route53resolver'], names: [...LOSSES.keys()] },
  match: (event) => {
    const named = NAMED.map((name) => filled(event.params, name)).find((name) => name !== undefined);
    const target = nameOf(named ?? '(unknown)');
    const loss = LOSSES.get(event.name)?.(event, target);
    return loss !== undefined && eased(event, { ...loss, resource: `firewall ${target}`, target }, 'low');
  },
  examples: () => ({
    fires: [
      { title: 'deleted', severity: 'high', records: [firewall('DeleteFirewall')] },
      {
        title: 'its logs off',
        severity: 'high',
        records: [firewall('UpdateLoggingConfiguration', { loggingConfiguration: { logDestinationConfigs: [] } })],
      },
      {
        title: 'its protection off',
        severity: 'medium',
        records: [firewall('UpdateFirewallDeleteProtection', { deleteProtection: false })],
      },
      {
        title: 'DNS rules off a VPC',
        severity: 'high',
        records: [resolver('DisassociateFirewallRuleGroup', { firewallRuleGroupAssociationId: 'rslvr-frgassoc-1' })],
      },
      {
        title: 'a DNS rule lets through',
        severity: 'medium',
        records: [resolver('UpdateFirewallRule', { firewallRuleGroupId: 'rslvr-frg-1', action: 'ALLOW' })],
      },
      {
        title: 'a stack taken down',
        severity: 'low',
        records: [firewall('DeleteFirewall', {}, { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } })],
      },
      {
        title: 'DNS passes when the firewall fails',
        severity: 'medium',
        records: [resolver('UpdateFirewallConfig', { resourceId: 'vpc-1', firewallFailOpen: 'ENABLED' })],
      },
    ],
    quiet: [
      { title: 'protected', records: [firewall('UpdateFirewallDeleteProtection', { deleteProtection: true })] },
      {
        title: 'a rule that blocks',
        records: [resolver('UpdateFirewallRule', { firewallRuleGroupId: 'rslvr-frg-1', action: 'BLOCK' })],
      },
      {
        title: 'other logs',
        records: [
          firewall('UpdateLoggingConfiguration', {
            loggingConfiguration: { logDestinationConfigs: [{ logType: 'ALERT' }] },
          }),
        ],
      },
      { title: 'refused', records: [firewall('DeleteFirewall', {}, { error: { code: 'AccessDeniedException' } })] },
      {
        title: 'DNS stops when the firewall fails',
        records: [resolver('UpdateFirewallConfig', { resourceId: 'vpc-1', firewallFailOpen: 'DISABLED' })],
      },
    ],
  }),
});
