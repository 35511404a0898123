import { filled } from '../../cloudtrail/field.ts';
import { requestOf, stageKey, stageName } from '../api-request.ts';
import { defineDetection } from '../define.ts';
import { daily } from '../example.ts';
import { accessLog } from '../example-access-log.ts';

const LEARN = 3;
const guarded = (minute: number) => accessLog({ also: { wafResponseCode: 'WAF_ALLOW' }, minute });

export default defineDetection({
  id: 'al-waf-missing',
  topic: 'W',
  title: 'Requests no longer pass the WAF',
  severity: 'high',
  attack: ['T1686.001'],
  why: 'The stage answered a request that no web ACL has looked at, and on all days before there was one: what it held off gets through now.',
  benign: ['The web ACL was taken off on purpose', 'The stage was created anew and its web ACL is not associated yet'],
  runbook: [
    'See whether the stage has a web ACL: aws wafv2 get-web-acl-for-resource --resource-arn arn:aws:apigateway:{region}::/restapis/{api}/stages/{target} --region {region}',
    'See who took it off: aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=DisassociateWebACL --start-time {time-24h} --end-time {time} --region {region}; a stage that was deleted and created anew has lost it as well.',
    'Associate it again: aws wafv2 associate-web-acl --web-acl-arn WEB_ACL_ARN --resource-arn arn:aws:apigateway:{region}::/restapis/{api}/stages/{target} --region {region}',
    'Look in the access log of {resource} since {time} for requests that the web ACL would have blocked.',
  ],
  on: { source: 'execute-api', names: ['Request'], first: 'request' },
  match: (event) => {
    const { waf, stage } = requestOf(event);
    // A format that doesn't print what WAF did can't tell that it did nothing.
    if (typeof waf !== 'string') return false;
    if (waf !== 'none') return { learnOnly: true };
    return {
      resource: stageName(event),
      target: filled(stage) ?? '',
      what: `got an answer from ${stageName(event)} that no web ACL had looked at`,
    };
  },
  state: {
    firstSeen: {
      subject: stageKey,
      value: (event) => (requestOf(event)['waf'] === 'none' ? 'without a web ACL' : 'with a web ACL'),
      noun: 'answer',
      learnDays: LEARN,
    },
  },
  examples: () => ({
    fires: [{ title: 'after days with a web ACL', severity: 'high', records: [...daily(LEARN, guarded), accessLog()] }],
    quiet: [
      { title: 'a stage that got one', records: [...daily(LEARN, (minute) => accessLog({ minute })), guarded(0)] },
      {
        title: 'a format that prints it from today on',
        records: [
          ...daily(LEARN, (minute) =>
            accessLog({ minute, also: { wafResponseCode: undefined, webaclArn: undefined } }),
          ),
          accessLog(),
        ],
      },
      { title: 'with a web ACL as ever', records: [...daily(LEARN, guarded), guarded(0)] },
      {
        title: 'a stage that never had one',
        records: [...daily(LEARN, (minute) => accessLog({ minute })), accessLog()],
      },
      { title: 'while it is being learnt', records: [...daily(LEARN - 1, guarded), accessLog()] },
      {
        title: 'a format that no longer prints what WAF did',
        records: [...daily(LEARN, guarded), accessLog({ also: { wafResponseCode: undefined, webaclArn: undefined } })],
      },
      {
        title: 'a web ACL that failed and let the request through',
        records: [
          ...daily(LEARN, guarded),
          accessLog({ also: { webaclArn: 'arn:aws:wafv2:eu-central-1:111111111111:regional/webacl/shop/1' } }),
        ],
      },
    ],
  }),
});
