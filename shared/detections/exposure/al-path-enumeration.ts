import { filled } from '../../cloudtrail/field.ts';
import { addressKey, requestOf, stageName, statusOf } from '../api-request.ts';
import { defineDetection } from '../define.ts';
import { burst } from '../example.ts';
import { accessLog } from '../example-access-log.ts';

const ENOUGH = 30;
const UNKNOWN = 'MISSING_AUTHENTICATION_TOKEN';
const probe = (n: number, minute: number) =>
  accessLog({ status: 403, type: UNKNOWN, path: `/prod/admin${n}`, resource: '-', minute });

export default defineDetection({
  id: 'al-path-enumeration',
  topic: 'P',
  title: 'Paths of an API tried out',
  severity: 'medium',
  attack: ['T1595.003'],
  why: 'Somebody looks for routes that nobody told them of: forgotten versions, admin and debug paths, files with secrets.',
  benign: ['A vulnerability scan of your own', 'A client of an API version that was removed', 'A crawler'],
  runbook: [
    'Look in the access log of {resource} from {time-1h} to {time+1h} for sourceIp {ip}: which paths it asked for, and above all which ones answered 2xx.',
    'Close what answered and was not meant to: aws apigateway get-resources --rest-api-id {api} --embed methods --region {region} (HTTP APIs: aws apigatewayv2 get-routes --api-id {api} --region {region}).',
    'See what else came from {ip} until {time+1h}: an enumeration is a beginning.',
    'If it is no scan of your own, block the address in the web ACL of the stage.',
  ],
  // REST APIs answer an unknown path as they answer a missing token; what a proxied backend doesn't find comes as Request.
  on: { source: 'execute-api', names: [UNKNOWN, 'RESOURCE_NOT_FOUND', 'Request'], outcome: ['denied', 'failed'] },
  match: (event) => {
    if (event.name === 'Request' && statusOf(event) !== 404) return false;
    return { resource: stageName(event), what: `tried out paths of ${stageName(event)}` };
  },
  state: {
    count: {
      subject: addressKey,
      distinct: (event) => filled(requestOf(event)['path']) ?? '',
      atLeast: ENOUGH,
      withinMinutes: 5,
      noun: 'different paths that are not there',
    },
  },
  examples: () => ({
    fires: [
      { title: 'a list of words', severity: 'medium', records: burst(ENOUGH, probe, 0.05) },
      {
        title: '404 from the backend behind a proxy route',
        severity: 'medium',
        records: burst(ENOUGH, (n, minute) => accessLog({ status: 404, path: `/prod/v${n}`, minute }), 0.05),
      },
    ],
    quiet: [
      { title: 'one fewer', records: burst(ENOUGH - 1, probe, 0.05) },
      { title: 'within five minutes all but the first', records: burst(ENOUGH, probe, 5 / (ENOUGH - 1)) },
      {
        title: 'as many paths on which the backend failed',
        records: burst(ENOUGH, (n, minute) => accessLog({ status: 500, path: `/prod/orders/${n}`, minute }), 0.05),
      },
      { title: 'one path again and again', records: burst(ENOUGH, (_, minute) => probe(1, minute), 0.05) },
      {
        title: 'as many paths that are there',
        records: burst(ENOUGH, (n, minute) => accessLog({ path: `/prod/orders/${n}`, minute }), 0.05),
      },
      {
        title: 'as many paths, refused',
        records: burst(
          ENOUGH,
          (n, minute) => accessLog({ status: 401, type: 'UNAUTHORIZED', path: `/prod/orders/${n}`, minute }),
          0.05,
        ),
      },
    ],
  }),
});
