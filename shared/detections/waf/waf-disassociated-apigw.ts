import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import { aclName, apiStageOf } from './api-stage.ts';

const STAGE = 'arn:aws:apigateway:eu-central-1::/restapis/a1b2c3d4e5/stages/prod';
const BALANCER = 'arn:aws:elasticloadbalancing:eu-central-1:111111111111:loadbalancer/app/shop/50dc6c495c0c9188';
const ACL = 'arn:aws:wafv2:eu-central-1:111111111111:regional/webacl/edge/11111111-2222-3333-4444-555555555555';

function disassociate(resourceArn: unknown, difference = {}) {
  return record('wafv2', 'DisassociateWebACL', { params: { resourceArn }, ...difference });
}

export default defineDetection({
  id: 'waf-disassociated-apigw',
  topic: 'W',
  title: 'Web ACL taken off an API stage',
  severity: 'critical',
  attack: ['T1686.001'],
  why: 'It acts at once: injection, bots, floods and blocked addresses reach the API unfiltered, and no WAF log tells of them.',
  benign: ['The stage is being taken down', 'Another web ACL follows in the same deployment'],
  runbook: [
    'Check what guards the stage now: aws wafv2 get-web-acl-for-resource --resource-arn {target} --region {region} (empty: nothing).',
    'Put it back: aws wafv2 associate-web-acl --resource-arn {target} --web-acl-arn ACL_ARN --region {region} (it was: {before}; all: aws wafv2 list-web-acls --scope REGIONAL --region {region}).',
    'Ask {principal} why; look for AssociateWebACL on the same stage within minutes, which would be a swap.',
    'Read the access log of {resource} since {time} for what the ACL would have blocked.',
  ],
  on: { source: ['wafv2', 'waf-regional'], names: ['DisassociateWebACL'] },
  match: (event) => {
    const stage = apiStageOf(event);
    if (stage === undefined) return false;
    const { apiId, arn, words } = stage;
    return {
      api: apiId,
      target: arn,
      resource: words,
      what: `took the web ACL off ${words}`,
      // Every teardown of a guarded stage begins so.
      ...shipped(event, 'medium'),
    };
  },
  state: {
    changed: {
      settings: ['wafv2.association.webACLArn'],
      judge: ({ before }) => {
        if (before === undefined) return { reason: 'which web ACL it was is not known' };
        return before === ''
          ? { severity: 'low', reason: 'it had none already' }
          : { reason: `it was guarded by ${aclName(before)}` };
      },
    },
  },
  examples: () => ({
    fires: [
      { title: 'a stage', severity: 'critical', records: [disassociate(STAGE)] },
      {
        title: 'WAF Classic, by a role',
        severity: 'critical',
        records: [record('waf-regional', 'DisassociateWebACL', { params: { resourceArn: STAGE }, by: role() })],
      },
      {
        title: 'by CloudFormation',
        severity: 'medium',
        records: [disassociate(STAGE, { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } })],
      },
      {
        title: 'the ACL is known',
        severity: 'critical',
        records: [
          record('wafv2', 'AssociateWebACL', { minute: -60, params: { resourceArn: STAGE, webACLArn: ACL } }),
          disassociate(STAGE),
        ],
      },
      {
        title: 'nothing guarded it any more',
        severity: 'low',
        records: [disassociate(STAGE, { minute: -60 }), disassociate(STAGE)],
      },
    ],
    quiet: [
      { title: 'a load balancer', records: [disassociate(BALANCER)] },
      { title: 'no resource', records: [disassociate(null)] },
      { title: 'denied', records: [disassociate(STAGE, { error: { code: 'WAFUnavailableEntityException' } })] },
      {
        title: 'the other way round',
        records: [record('wafv2', 'AssociateWebACL', { params: { resourceArn: STAGE, webACLArn: ACL } })],
      },
    ],
  }),
});
