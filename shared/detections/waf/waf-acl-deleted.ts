import { filled } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import { aclOf } from './api-stage.ts';

function remove(source: string, params: Record<string, unknown>, difference = {}) {
  return record(source, 'DeleteWebACL', { params, ...difference });
}
const edge = { name: 'edge', scope: 'REGIONAL', id: '11111111-2222-3333-4444-555555555555', lockToken: 't1' };

export default defineDetection({
  id: 'waf-acl-deleted',
  topic: 'W',
  title: 'Web ACL deleted',
  // AWS refuses to delete an ACL that still guards something, so it hurts only after it was taken off (which is critical itself).
  severity: 'medium',
  attack: ['T1686.001'],
  why: 'The rules are gone, so protection that was taken off can not simply be put back. Load balancers and distributions lost it before.',
  benign: ['An ACL that guards nothing any more', 'A stack is taken down'],
  runbook: [
    'See what it guarded: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=DisassociateWebACL --start-time {time-1d} --end-time {time}.',
    'Ask {principal} why {resource} was deleted.',
    'If not meant, build it again from its template, or from the last UpdateWebACL in the log (its request holds every rule), and associate it.',
    'Check that every public stage has an ACL: aws apigateway get-rest-apis --region {region}, then aws apigateway get-stages --rest-api-id API --region {region} --query "item[].[stageName,webAclArn]".',
  ],
  on: { source: ['wafv2', 'waf-regional', 'waf'], names: ['DeleteWebACL'] },
  match: (event) => {
    const name = filled(event.params, 'name') ?? filled(event.params, 'webACLId');
    return {
      resource: aclOf(event),
      what: `deleted ${aclOf(event)}`,
      ...(name === undefined ? {} : { target: name }),
      ...shipped(event),
    };
  },
  examples: () => ({
    fires: [
      { title: 'wafv2', severity: 'medium', records: [remove('wafv2', edge)] },
      {
        title: 'WAF Classic',
        severity: 'medium',
        records: [remove('waf-regional', { webACLId: 'w1', changeToken: 't' })],
      },
      {
        title: 'by CloudFormation, which takes a stack down',
        severity: 'low',
        records: [remove('wafv2', edge, { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } })],
      },
    ],
    quiet: [
      {
        title: 'still guards something',
        records: [remove('wafv2', edge, { error: { code: 'WAFAssociatedItemException' } })],
      },
      { title: 'an IP set', records: [record('wafv2', 'DeleteIPSet', { params: edge })] },
    ],
  }),
});
