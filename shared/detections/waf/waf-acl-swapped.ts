import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { record } from '../example.ts';
import { aclName, apiStageOf } from './api-stage.ts';

const STAGE = 'arn:aws:apigateway:eu-central-1::/restapis/a1b2c3d4e5/stages/prod';
const BALANCER = 'arn:aws:elasticloadbalancing:eu-central-1:111111111111:loadbalancer/app/shop/50dc6c495c0c9188';
const ACL = 'arn:aws:wafv2:eu-central-1:111111111111:regional/webacl/edge/11111111-2222-3333-4444-555555555555';
const OTHER = 'arn:aws:wafv2:eu-central-1:111111111111:regional/webacl/empty/99999999-2222-3333-4444-555555555555';

function associate(resourceArn: string, webACLArn: string, difference = {}) {
  return record('wafv2', 'AssociateWebACL', { params: { resourceArn, webACLArn }, ...difference });
}

export default defineDetection({
  id: 'waf-acl-swapped',
  topic: 'W',
  title: 'API stage given another web ACL',
  severity: 'medium',
  attack: ['T1686.001'],
  why: 'Taking an ACL off is noticed; exchanging it for an empty one protects as little and looks guarded.',
  benign: ['A web ACL is renamed or rebuilt', 'A move to a central ACL'],
  runbook: [
    'Compare what the two block: aws wafv2 list-web-acls --scope REGIONAL --region {region}, then get-web-acl for {before} and {after}.',
    'Ask {principal} why {resource} was given another one.',
    'If not meant: aws wafv2 associate-web-acl --region {region} --web-acl-arn {before} --resource-arn {target}.',
    'Read the access log of {resource} since {time} for what the former ACL would have blocked.',
  ],
  on: { source: 'wafv2', names: ['AssociateWebACL'] },
  match: (event) => {
    const stage = apiStageOf(event);
    const acl = filled(event.params, 'webACLArn');
    if (stage === undefined || acl === undefined) return false;
    const { apiId, arn, words } = stage;
    return { api: apiId, target: arn, resource: words, what: `put web ACL ${aclName(acl)} before ${words}` };
  },
  state: {
    changed: {
      settings: ['wafv2.association.webACLArn'],
      // A first ACL, or one after none, makes things better.
      judge: ({ before, now }) =>
        before === undefined || before === '' || before === now
          ? 'quiet'
          : { reason: `it was guarded by ${aclName(before)} before` },
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'another ACL',
        severity: 'medium',
        records: [associate(STAGE, ACL, { minute: -600 }), associate(STAGE, OTHER)],
      },
    ],
    quiet: [
      { title: 'a first ACL', records: [associate(STAGE, OTHER)] },
      { title: 'the same again', records: [associate(STAGE, ACL, { minute: -600 }), associate(STAGE, ACL)] },
      {
        title: 'a load balancer',
        records: [associate(BALANCER, ACL, { minute: -600 }), associate(BALANCER, OTHER)],
      },
      {
        title: 'another stage had the other one',
        records: [associate(STAGE, ACL, { minute: -600 }), associate(`${STAGE}-eu`, OTHER)],
      },
    ],
  }),
});
