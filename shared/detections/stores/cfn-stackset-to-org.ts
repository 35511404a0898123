import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, texts } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { daily, record, role } from '../example.ts';
import { eased } from './deploys.ts';
import { newcomer } from './newcomer.ts';

function call(name: string, params: Record<string, unknown>, difference = {}) {
  return record('cloudformation', name, { params: { stackSetName: 'baseline', ...params }, ...difference });
}
const toUnits = (difference = {}, units: readonly string[] = ['ou-ab12-34cd56ef']) =>
  call(
    'CreateStackInstances',
    { deploymentTargets: { organizationalUnitIds: units }, regions: ['us-east-1'] },
    difference,
  );
const byHand = { by: role('ops') };

/** The organizational units (`ou-…`) and roots (`r-…`) that a call deploys to; single accounts are an ordinary roll-out. */
function unitsIn({ params }: TrailEvent): string[] {
  return [...new Set(texts(params, 'deploymentTargets', 'organizationalUnitIds'))].sort();
}

export default defineDetection({
  id: 'cfn-stackset-to-org',
  topic: 'X',
  title: 'Stack set rolled out by a newcomer',
  severity: 'high',
  attack: ['T1651'],
  why: 'One stack set puts roles, functions or images into every account of the organization, with the rights of an administrator.',
  benign: ['A new engineer of the platform team'],
  runbook: [
    'Ask {principal} what {resource} puts into the accounts.',
    'Read it: aws cloudformation describe-stack-set --stack-set-name {target} --query StackSet.TemplateBody --output text --region {region} (roles with a foreign principal, functions, user data).',
    'Stop it: aws cloudformation list-stack-set-operations --stack-set-name {target} --region {region}, then aws cloudformation stop-stack-set-operation --stack-set-name {target} --operation-id ID --region {region}.',
    'Take it out again: aws cloudformation delete-stack-instances --stack-set-name {target} --deployment-targets OrganizationalUnitIds=UNIT --regions REGION --no-retain-stacks --region {region}.',
  ],
  on: { source: 'cloudformation', names: ['CreateStackInstances', 'UpdateStackInstances', 'UpdateStackSet'] },
  match: (event) => {
    const units = unitsIn(event);
    if (units.length === 0) return false;
    const set = filled(event.params, 'stackSetName') ?? '(unknown)';
    const reasons = units.some((unit) => unit.startsWith('r-')) ? ['it goes to the whole organization'] : [];
    const what = `rolled out stack set ${set} to ${units.slice(0, 3).join(', ')}${units.length > 3 ? ' …' : ''}`;
    return eased(event, { what, resource: `stack set ${set}`, target: set, reasons }, 'low');
  },
  state: { firstSeen: newcomer('medium') },
  examples: () => ({
    fires: [
      {
        title: 'by somebody who never did',
        severity: 'high',
        records: [...daily(6, (minute) => toUnits({ minute, ...byHand })), toUnits()],
      },
      { title: 'little is known yet', severity: 'medium', records: [toUnits({}, ['r-ab12'])] },
      {
        title: 'by the pipeline',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [...daily(6, (minute) => record('sts', 'GetCallerIdentity', { minute })), toUnits({ by: role() })],
      },
    ],
    quiet: [
      { title: 'to one account', records: [call('CreateStackInstances', { accounts: ['222222222222'] })] },
      { title: 'refused', records: [toUnits({ error: { code: 'AccessDenied' } })] },
    ],
  }),
});
