import { at } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { record } from '../example.ts';
import { aclOf } from './api-stage.ts';

const acl = { name: 'partners', scope: 'REGIONAL', id: '11111111-2222-3333-4444-555555555555', lockToken: 't1' };

function update(defaultAction: unknown, difference = {}, name = 'UpdateWebACL') {
  return record('wafv2', name, { params: { ...acl, defaultAction, rules: [] }, ...difference });
}

export default defineDetection({
  id: 'waf-default-allow',
  topic: 'W',
  title: 'Web ACL now allows what no rule names',
  severity: 'high',
  attack: ['T1686.001'],
  why: 'An ACL that let in only what it knew now lets in everyone: an allow list of partners or offices is void.',
  benign: ['An allow list is redesigned as a block list'],
  runbook: [
    'Ask {principal} why {resource} went from block to allow.',
    'See what it guards: aws wafv2 list-web-acls --scope REGIONAL --region {region}, then aws wafv2 list-resources-for-web-acl --resource-type API_GATEWAY --web-acl-arn ACL_ARN --region {region}.',
    'If not meant, set the default action back to block with aws wafv2 update-web-acl (it needs the current rules and lock token: aws wafv2 get-web-acl --name {target} --scope REGIONAL --id ID --region {region}).',
    'Read the WAF log since {time} for requests that the default action let in (terminatingRuleId Default_Action).',
  ],
  on: { source: 'wafv2', names: ['UpdateWebACL'] },
  match: (event) => {
    if (at(event.params, 'defaultAction', 'allow') === undefined) return false;
    const name = event.params['name'];
    return {
      resource: aclOf(event),
      what: `set the default action of ${aclOf(event)} to allow`,
      ...(typeof name === 'string' ? { target: name } : {}),
    };
  },
  state: {
    changed: {
      settings: ['wafv2.webAcl.defaultAction'],
      // Most ACLs allow by default and block by rule: only a change from block says something.
      judge: ({ before }) => (before === 'block' ? { reason: 'it blocked before' } : 'quiet'),
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'it blocked since it was created',
        severity: 'high',
        records: [update({ block: {} }, { minute: -600 }, 'CreateWebACL'), update({ allow: {} })],
      },
      {
        title: 'block with a custom response',
        severity: 'high',
        records: [
          update({ block: { customResponse: { responseCode: 404 } } }, { minute: -600 }),
          update({ allow: {} }),
        ],
      },
    ],
    quiet: [
      { title: 'it blocks as before', records: [update({ block: {} }, { minute: -600 }), update({ block: {} })] },
      { title: 'nothing known of before', records: [update({ allow: {} })] },
      { title: 'it allowed before', records: [update({ allow: {} }, { minute: -600 }), update({ allow: {} })] },
      { title: 'from allow to block', records: [update({ allow: {} }, { minute: -600 }), update({ block: {} })] },
      {
        title: 'failed',
        records: [
          update({ block: {} }, { minute: -600 }),
          update({ allow: {} }, { error: { code: 'WAFOptimisticLockException' } }),
        ],
      },
    ],
  }),
});
