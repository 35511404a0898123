import { filled } from '../../cloudtrail/field.ts';
import { requestOf, stageKey, stageName } from '../api-request.ts';
import { defineDetection } from '../define.ts';
import { daily } from '../example.ts';
import { accessLog } from '../example-access-log.ts';

const LEARN = 3;
const custom = (minute: number) => accessLog({ domain: 'api.example.com', minute });
const isDefault = (domain: string): boolean => domain.includes('.execute-api.');

export default defineDetection({
  id: 'al-default-endpoint-used',
  topic: 'P',
  title: 'API called past its custom domain',
  severity: 'medium',
  attack: ['T1133'],
  why: 'The default endpoint of an API leads past what guards its custom domain: mutual TLS, CloudFront, and a WAF that stands there. So far everybody came through the custom domain.',
  benign: ['A developer or a test that calls the API directly', 'A health check that was set up with the wrong host'],
  runbook: [
    'See whether the default endpoint is needed by anybody: the access log of {resource}, lines whose domainName ends with amazonaws.com.',
    'If not, close it: aws apigateway update-rest-api --rest-api-id {api} --patch-operations op=replace,path=/disableExecuteApiEndpoint,value=true --region {region}, then deploy (HTTP APIs: aws apigatewayv2 update-api --api-id {api} --disable-execute-api-endpoint --region {region}).',
    'See in the access log what {principal} called from {time-1h} to {time+1h}, and whether it would have passed the custom domain.',
  ],
  on: { source: 'execute-api', names: ['Request'], first: 'request' },
  match: (event) => {
    const { domainName } = requestOf(event);
    if (typeof domainName !== 'string' || domainName === '') return false;
    if (!isDefault(domainName)) return { learnOnly: true };
    return {
      resource: stageName(event),
      what: `called ${stageName(event)} through its default endpoint ${domainName}`,
    };
  },
  state: {
    firstSeen: {
      subject: stageKey,
      value: (event) =>
        isDefault(filled(requestOf(event)['domainName']) ?? '') ? 'default endpoint' : 'custom domain',
      noun: 'call through the',
      learnDays: LEARN,
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'after days of calls through the custom domain alone',
        severity: 'medium',
        records: [...daily(LEARN, custom), accessLog()],
      },
    ],
    quiet: [
      {
        title: 'a first call through a new custom domain',
        records: [...daily(LEARN, (minute) => accessLog({ minute })), custom(0)],
      },
      { title: 'a call that names no host', records: [...daily(LEARN, custom), accessLog({ domain: '-' })] },
      { title: 'through the custom domain as ever', records: [...daily(LEARN, custom), custom(0)] },
      {
        title: 'an API that always was called both ways',
        records: [...daily(LEARN, custom), ...daily(1, (minute) => accessLog({ minute })), accessLog()],
      },
      {
        title: 'another stage, that has no custom domain',
        records: [...daily(LEARN, custom), accessLog({ stage: 'test' })],
      },
      { title: 'refused', records: [...daily(LEARN, custom), accessLog({ status: 403, type: 'ACCESS_DENIED' })] },
    ],
  }),
});
