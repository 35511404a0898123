import { filled } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import { aclName } from '../waf/api-stage.ts';

const ACL = 'arn:aws:wafv2:eu-central-1:111111111111:regional/webacl/edge/11111111-2222-3333-4444-555555555555';
const LOG = 'arn:aws:logs:eu-central-1:111111111111:log-group:aws-waf-logs-edge';

function off(difference = {}, service = 'wafv2', more = {}) {
  return record(service, 'DeleteLoggingConfiguration', { params: { resourceArn: ACL, ...more }, ...difference });
}
const on = record('wafv2', 'PutLoggingConfiguration', {
  minute: -600,
  params: { loggingConfiguration: { resourceArn: ACL, logDestinationConfigs: [LOG] } },
});

export default defineDetection({
  id: 'waf-logging-off',
  topic: 'L',
  title: 'Logging of a web ACL switched off',
  severity: 'high',
  attack: ['T1685.002'],
  why: 'What the web ACL blocks, counts and lets through is written down nowhere any more: an attack on the API behind it leaves no trace there.',
  benign: ['The log moves to another place', 'The web ACL is being taken down'],
  runbook: [
    'Ask {principal} why {resource} has to do without a log.',
    'Check whether logging came back: aws wafv2 get-logging-configuration --resource-arn {target} --region {region}.',
    'If not meant: aws wafv2 put-logging-configuration --region {region} --logging-configuration "ResourceArn={target},LogDestinationConfigs={before}" ({before} is where it went).',
    'For the gap use the access logs of the stages behind it (aws wafv2 list-resources-for-web-acl --resource-type API_GATEWAY --web-acl-arn {target} --region {region}), and look at what else {principal} did from {time-1h} to {time+1h}.',
  ],
  on: { source: ['wafv2', 'waf-regional', 'waf'], names: ['DeleteLoggingConfiguration'] },
  match: (event) => {
    const arn = filled(event.params, 'resourceArn');
    if (arn === undefined) return false;
    const acl = `web ACL ${aclName(arn)}`;
    return {
      target: arn,
      resource: acl,
      what: `switched off the log of ${acl}`,
      ...shipped(event),
    };
  },
  state: {
    changed: {
      settings: ['wafv2.logging.destinations'],
      judge: ({ before }) => {
        if (before === undefined) return { reason: 'where the log went is not known' };
        return before === ''
          ? { severity: 'low', reason: 'it was off already' }
          : { reason: `the log went to ${before}` };
      },
    },
  },
  examples: () => ({
    fires: [
      { title: 'by a person', severity: 'high', records: [off()] },
      { title: 'the place is known', severity: 'high', records: [on, off()] },
      { title: 'it was off already', severity: 'low', records: [on, off({ minute: -60 }), off()] },
      {
        title: 'by CloudFormation',
        severity: 'low',
        records: [off({ by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } })],
      },
      { title: 'WAF Classic', severity: 'high', records: [off({}, 'waf-regional')] },
      {
        title: 'what Security Lake collects, beside the own log',
        severity: 'high',
        records: [off({ minute: -60 }), off({}, 'wafv2', { logScope: 'SECURITY_LAKE' })],
      },
    ],
    quiet: [
      { title: 'switched on', records: [on] },
      { title: 'there is none', records: [off({ error: { code: 'WAFNonexistentItemException' } })] },
      { title: 'denied', records: [off({ error: { code: 'AccessDeniedException' }, params: null })] },
    ],
  }),
});
