import { addressKey, stageName, statusOf } from '../api-request.ts';
import { defineDetection } from '../define.ts';
import { burst } from '../example.ts';
import { accessLog } from '../example-access-log.ts';

const ENOUGH = 50;
const EXPIRED = 'EXPIRED_TOKEN';
const refused = { status: 401, type: 'UNAUTHORIZED' };

export default defineDetection({
  id: 'al-auth-bruteforce',
  topic: 'T',
  title: 'Many refused sign-ins from one address',
  severity: 'high',
  attack: ['T1110'],
  why: 'Somebody tries tokens, signatures or passwords until one is accepted. The next answer may be the one that succeeds.',
  benign: [
    'A client with an old token that retries without end',
    'Many users behind one office address after a bad release',
  ],
  runbook: [
    'Look in the access log of {resource} from {time-1h} to {time+1h} for sourceIp {ip}: an answer 2xx after the refused ones means a token was found.',
    'See whose token it was (principalId, sub or userArn of that line) and revoke it.',
    'See whether it is one client (one userAgent, one path) or tries many users.',
    'Block the address in the web ACL of the stage, or in the resource policy of {api}.',
  ],
  // Only the backend's 401 comes as Request: its 403 and 404 say nothing about who called.
  on: {
    source: 'execute-api',
    names: ['UNAUTHORIZED', 'ACCESS_DENIED', EXPIRED, 'INVALID_SIGNATURE', 'Request'],
    outcome: ['denied', 'failed'],
  },
  match: (event) => {
    if (event.name === 'Request' && statusOf(event) !== 401) return false;
    return {
      resource: stageName(event),
      what: `was refused by ${stageName(event)} (${event.name === 'Request' ? '401 from the backend' : event.name})`,
      // Tokens expire on their own; whoever guesses has none that ever was valid.
      ...(event.name === EXPIRED ? { severity: 'medium' } : {}),
    };
  },
  state: { count: { subject: addressKey, atLeast: ENOUGH, withinMinutes: 5, noun: 'refused requests' } },
  examples: () => ({
    fires: [
      {
        title: 'refused by the authorizer, over two APIs',
        severity: 'high',
        records: burst(
          ENOUGH,
          (n, minute) => accessLog({ ...refused, minute, ...(n % 2 === 0 ? {} : { api: 'z9y8x7w6v5' }) }),
          0.05,
        ),
      },
      {
        title: '401 from a backend that checks passwords',
        severity: 'high',
        records: burst(ENOUGH, (_, minute) => accessLog({ status: 401, resource: '/login', minute }), 0.05),
      },
      {
        title: 'expired tokens',
        severity: 'medium',
        records: burst(ENOUGH, (_, minute) => accessLog({ status: 403, type: EXPIRED, minute }), 0.05),
      },
    ],
    quiet: [
      {
        title: 'within five minutes all but the first',
        records: burst(ENOUGH, (_, minute) => accessLog({ ...refused, minute }), 5 / (ENOUGH - 1)),
      },
      { title: 'one fewer', records: burst(ENOUGH - 1, (_, minute) => accessLog({ ...refused, minute }), 0.05) },
      {
        title: 'as many, from many addresses',
        records: burst(ENOUGH, (n, minute) => accessLog({ ...refused, ip: `203.0.113.${n}`, minute }), 0.05),
      },
      {
        title: 'as many 403 from the backend',
        records: burst(ENOUGH, (_, minute) => accessLog({ status: 403, minute }), 0.05),
      },
    ],
  }),
});
