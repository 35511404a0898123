import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, filled, list } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { daily, record, role } from '../example.ts';
import { eased } from './deploys.ts';
import { newcomer } from './newcomer.ts';

const rule = (actions: readonly unknown[], difference = {}) =>
  record('ses', 'CreateReceiptRule', {
    params: { ruleSetName: 'inbound', rule: { name: 'copy', enabled: true, recipients: ['example.com'], actions } },
    ...difference,
  });
const toBucket = [{ s3Action: { bucketName: 'drop', objectKeyPrefix: 'in/' } }];
const OTHER_ACTIONS = [
  { lambdaAction: { functionArn: 'arn:aws:lambda:eu-central-1:111111111111:function:copy' } },
  { sNSAction: { topicArn: 'arn:aws:sns:eu-central-1:111111111111:copy' } },
  { workmailAction: { organizationArn: 'arn:aws:workmail:eu-central-1:111111111111:organization/m-1' } },
  { connectAction: { instanceARN: 'arn:aws:connect:eu-central-1:111111111111:instance/1' } },
];
const usual = daily(6, (minute) => rule(toBucket, { minute, by: role('mail-admin') }));

/** Where a rule takes mail, by the names in its actions. */
function placesIn({ params }: TrailEvent): string[] {
  const NAMES = ['bucketName', 'functionArn', 'topicArn', 'organizationArn', 'instanceARN'];
  const places = list(params, 'rule', 'actions').flatMap((action) =>
    ['s3Action', 'lambdaAction', 'sNSAction', 'workmailAction', 'connectAction'].flatMap((kind) =>
      NAMES.flatMap((name) => filled(at(action, kind), name) ?? []),
    ),
  );
  return [...new Set(places)].sort();
}

export default defineDetection({
  id: 'ses-mail-diverted',
  topic: 'X',
  title: 'Incoming mail routed elsewhere',
  severity: 'high',
  attack: ['T1114.003'],
  why: 'Whoever receives the mail of a domain receives password resets and certificate approvals for it.',
  benign: ['A new mailbox or ticket system'],
  runbook: [
    'Ask {principal} who is to receive mail there.',
    'See the rules: aws ses describe-active-receipt-rule-set --region {region}.',
    'Take it away: aws ses delete-receipt-rule --rule-set-name SET --rule-name NAME --region {region}, or aws ses set-active-receipt-rule-set --rule-set-name FORMER --region {region}.',
    'Look for password resets and new certificates for addresses of the domain since {time}.',
  ],
  on: { source: 'ses', names: ['CreateReceiptRule', 'UpdateReceiptRule', 'SetActiveReceiptRuleSet'] },
  match: (event) => {
    const set = filled(event.params, 'ruleSetName');
    if (set === undefined) return false;
    const places = placesIn(event);
    if (event.name !== 'SetActiveReceiptRuleSet' && places.length === 0) return false;
    const what =
      places.length === 0 ? `put receipt rule set ${set} in force` : `routed incoming mail to ${places.join(', ')}`;
    return eased(event, { what, resource: `receipt rules ${set}`, target: set }, 'low');
  },
  state: { firstSeen: newcomer('medium') },
  examples: () => ({
    fires: [
      { title: 'by somebody new', severity: 'high', records: [...usual, rule(toBucket)] },
      { title: 'little is known yet', severity: 'medium', records: [rule(toBucket)] },
      {
        title: 'another set of rules',
        severity: 'high',
        records: [...usual, record('ses', 'SetActiveReceiptRuleSet', { params: { ruleSetName: 'other' } })],
      },
      ...OTHER_ACTIONS.map((action) => ({
        title: `by ${Object.keys(action).join(', ')}`,
        severity: 'medium' as const,
        records: [rule([action])],
      })),
      {
        title: 'by a deploy role',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [...usual, rule(toBucket, { by: role() })],
      },
    ],
    quiet: [
      {
        title: 'a rule that only refuses',
        records: [rule([{ bounceAction: { sender: 'no@example.com' } }])],
      },
      { title: 'refused', records: [rule(toBucket, { error: { code: 'AccessDenied' } })] },
    ],
  }),
});
