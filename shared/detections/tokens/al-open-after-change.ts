import { text } from '../../cloudtrail/field.ts';
import { requestOf, routeOf, stageKey, stageName, statusOf } from '../api-request.ts';
import { defineDetection } from '../define.ts';
import { daily } from '../example.ts';
import { accessLog } from '../example-access-log.ts';

/** Days on which a path must have asked for an identity before an answer without one means anything. */
const LEARN = 5;
const identified = (minute: number) => accessLog({ user: 'user-17', minute });
const NOBODY = {
  principalId: undefined,
  sub: undefined,
  certSerial: undefined,
  apiKeyId: undefined,
  userArn: undefined,
};
/** A route of all methods, as HTTP APIs have. */
const anyMethod = { resourcePath: undefined, routeKey: 'ANY /orders' };

export default defineDetection({
  id: 'al-open-after-change',
  topic: 'T',
  title: 'Protected path answered an unknown caller',
  severity: 'critical',
  attack: ['T1556'],
  why: 'This path had always asked who calls. Now it answers without: its authorizer is gone, or somebody found a way around it, and everybody can do the same.',
  benign: ['The path was made public on purpose'],
  runbook: [
    'Call the path without a token and see whether it answers: {target} of {resource}.',
    'See what it requires now: aws apigateway get-resources --rest-api-id {api} --embed methods --region {region} (HTTP APIs: aws apigatewayv2 get-routes --api-id {api} --region {region}).',
    'See who changed or deployed {api} before {time}: aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventSource,AttributeValue=apigateway.amazonaws.com --start-time {time-24h} --end-time {time} --region {region}',
    'If it was not meant: set the authorizer again and deploy; if the method looks right, look at the code of the Lambda authorizer.',
    'See in the access log who else got an answer without an identity since {time}, and what was sent to them.',
  ],
  on: { source: 'execute-api', names: ['Request'], first: 'request' },
  match: (event) => {
    const { httpMethod, caller, callersTold } = requestOf(event);
    const status = statusOf(event);
    // A format that prints no caller can't tell who has none; browsers ask OPTIONS before they have a token.
    if (status < 200 || status > 299 || httpMethod === 'OPTIONS' || !text(callersTold)) return false;
    if (caller !== 'none') return { learnOnly: true };
    return {
      resource: stageName(event),
      target: routeOf(event) ?? '',
      what: `got an answer of ${routeOf(event)} of ${stageName(event)} without any identity`,
    };
  },
  state: {
    firstSeen: {
      // A change of the format must not pass for a change of the path.
      subject: (event) => {
        const stage = stageKey(event);
        const route = routeOf(event);
        if (stage === undefined || route === undefined) return undefined;
        return `${stage}|${route}|${text(requestOf(event)['callersTold'])}`;
      },
      value: (event) => (requestOf(event)['caller'] === 'none' ? 'without an identity' : 'with an identity'),
      noun: 'caller',
      learnDays: LEARN,
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'a path that had an authorizer on every day',
        severity: 'critical',
        records: [...daily(LEARN, identified), accessLog()],
      },
      {
        title: 'a path that IAM users called',
        severity: 'critical',
        records: [
          ...daily(LEARN, (minute) => accessLog({ userArn: 'arn:aws:iam::111111111111:user/shop', minute })),
          accessLog(),
        ],
      },
    ],
    quiet: [
      { title: 'with an identity as ever', records: [...daily(LEARN, identified), identified(0)] },
      { title: 'a path known for a day less', records: [...daily(LEARN - 1, identified), accessLog()] },
      { title: 'refused', records: [...daily(LEARN, identified), accessLog({ status: 401, type: 'UNAUTHORIZED' })] },
      {
        title: 'a path that always had callers of both kinds',
        records: [
          ...daily(LEARN, identified),
          ...daily(LEARN, (minute) => accessLog({ minute: minute + 1 })),
          accessLog(),
        ],
      },
      {
        title: 'another path of the same API',
        records: [...daily(LEARN, identified), accessLog({ resource: '/health' })],
      },
      {
        title: 'a preflight request of the same route',
        records: [
          ...daily(LEARN, (minute) => accessLog({ user: 'user-17', minute, also: anyMethod })),
          accessLog({ method: 'OPTIONS', also: anyMethod }),
        ],
      },
      { title: 'a redirect to the sign-in page', records: [...daily(LEARN, identified), accessLog({ status: 300 })] },
      {
        title: 'a connection that got no status',
        records: [...daily(LEARN, identified), accessLog({ also: { status: '-' } })],
      },
      {
        title: 'a path that was open and is called with an identity now',
        records: [...daily(LEARN, (minute) => accessLog({ minute })), identified(0)],
      },
      {
        title: 'a format that prints no route: many paths in one',
        records: [
          ...daily(LEARN, (minute) => accessLog({ user: 'user-17', minute, also: { resourcePath: undefined } })),
          accessLog({ also: { resourcePath: undefined } }),
        ],
      },
      {
        title: 'a format that prints nothing of callers',
        records: [
          ...daily(LEARN, (minute) => accessLog({ minute: minute + 1, also: NOBODY, keyId: 'k1e2y3i4d5' })),
          accessLog({ also: NOBODY }),
        ],
      },
      {
        title: 'a format that no longer prints the user',
        records: [...daily(LEARN, identified), accessLog({ also: { principalId: undefined, sub: undefined } })],
      },
    ],
  }),
});
