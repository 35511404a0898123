import { jwtTrust } from '../../settings/jwt.ts';
import { defineDetection } from '../define.ts';
import { httpApi, patch, restApi, role } from '../example.ts';
import { parts } from './asked.ts';

const labels = { apiId: 'h1j2k3l4m5', authorizerId: 'a1z2y3' };
const issued = (issuer: string, audience = ['mobile']) => ({ ...labels, jwtConfiguration: { issuer, audience } });
const OWN = 'https://login.example.com/oauth2/default';
const known = httpApi(
  'CreateAuthorizer',
  { ...issued(OWN), name: 'jwt', authorizerType: 'JWT' },
  {
    minute: -600,
    response: { authorizerId: labels.authorizerId, name: 'jwt', authorizerType: 'JWT' },
  },
);
/** A REST API's authorizer believes several issuers, and only all of them can be replaced. */
const restApiId = 'a1b2c3d4e5';
const all = (issuers: readonly string[]) => ({ issuers: issuers.map((issuer) => ({ issuer, audiences: ['mobile'] })) });
const restKnown = (...issuers: readonly string[]) =>
  restApi(
    'CreateAuthorizer',
    { restApiId },
    { type: 'JWT', jwtConfiguration: all(issuers) },
    { minute: -600, response: { id: 'k1l2m3' } },
  );
const rest = (...issuers: readonly string[]) =>
  patch('UpdateAuthorizer', { restApiId, authorizerId: 'k1l2m3' }, [
    ['replace', '/jwtConfiguration', JSON.stringify(all(issuers))],
  ]);
/** A role that a workflow assumed with the token of its CI provider. */
const pipeline = {
  ...role('deploy'),
  sessionContext: {
    sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::111111111111:role/deploy', userName: 'deploy' },
    webIdFederationData: {
      federatedProvider: 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com',
    },
  },
};

export default defineDetection({
  id: 'apigw-jwt-issuer-changed',
  topic: 'T',
  title: 'JWT issuer changed',
  severity: 'critical',
  attack: ['T1606'],
  why: 'Whoever runs the issuer signs tokens that the API believes: any user, any scope, as long as it stays.',
  benign: ['The identity provider is replaced by another'],
  runbook: [
    'Ask {principal} for the migration that changed the issuer from {before} to {after}.',
    'See whose it is: open {after}/.well-known/openid-configuration and compare jwks_uri with your provider.',
    'If it was not meant: aws apigatewayv2 update-authorizer --api-id {api} --authorizer-id ID --region {region} --jwt-configuration Issuer=OLD,Audience=CLIENT (REST API: aws apigateway update-authorizer, replace /jwtConfiguration), and deploy if no stage does so automatically.',
    'Look in the access log for calls with tokens of the new issuer since {time}, and undo what they did.',
    'Take the credentials of {principal} away: look for key {key} in CloudTrail from {time-1h} to {time+1h}.',
  ],
  on: { source: 'apigateway', names: ['UpdateAuthorizer'] },
  match: ({ api, principal }) => {
    const issuers = api === undefined ? [] : (jwtTrust(api)?.issuers ?? []);
    if (issuers.length === 0) return false;
    // The configuration is sent as a whole, so that a new audience names the issuer too. While nobody knows what the issuer
    // was, a pipeline that proved who it is gets the benefit of the doubt.
    return {
      severity: principal.class === 'ci' ? 'low' : 'high',
      what: `made ${api?.resource} believe tokens of ${issuers.join(', ')}`,
    };
  },
  state: {
    changed: {
      settings: ['apigateway.authorizer.jwtConfiguration.issuer'],
      judge: ({ before, now }) => {
        if (before === undefined) return { reason: 'which issuer it believed before is not known' };
        const known = parts(before).map(withoutSlash);
        return parts(now).every((issuer) => known.includes(withoutSlash(issuer)))
          ? 'quiet'
          : { severity: 'critical', reason: `it believed ${before} before` };
      },
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'another issuer',
        severity: 'critical',
        records: [known, httpApi('UpdateAuthorizer', issued('https://login.example.net/oauth2/default'))],
      },
      {
        title: 'another tenant of the same provider',
        severity: 'critical',
        records: [known, httpApi('UpdateAuthorizer', issued('https://login.example.com/oauth2/other'))],
      },
      {
        title: 'an issuer whose predecessor is not known',
        severity: 'high',
        records: [httpApi('UpdateAuthorizer', issued(OWN))],
      },
      {
        title: 'the same from a pipeline',
        severity: 'low',
        records: [httpApi('UpdateAuthorizer', issued(OWN), { by: pipeline })],
      },
      {
        title: 'a pipeline changes an issuer that is known',
        severity: 'critical',
        records: [known, httpApi('UpdateAuthorizer', issued('https://login.example.net'), { by: pipeline })],
      },
      {
        title: 'one more issuer of a REST API',
        severity: 'critical',
        records: [restKnown(OWN), rest(OWN, 'https://login.example.net')],
      },
    ],
    quiet: [
      {
        title: 'another audience, the same issuer',
        records: [known, httpApi('UpdateAuthorizer', issued(OWN, ['mobile', 'web']))],
      },
      { title: 'a slash at its end', records: [known, httpApi('UpdateAuthorizer', issued(`${OWN}/`))] },
      {
        title: 'one issuer less of a REST API',
        records: [restKnown(OWN, 'https://login.example.net'), rest(OWN)],
      },
      { title: 'another name only', records: [httpApi('UpdateAuthorizer', { ...labels, name: 'tokens' })] },
      {
        title: 'refused',
        records: [
          known,
          httpApi('UpdateAuthorizer', issued('https://login.example.net'), {
            error: { code: 'BadRequestException' },
            response: { message: 'Caught exception when connecting to the issuer' },
          }),
        ],
      },
    ],
  }),
});

function withoutSlash(issuer: string): string {
  return issuer.endsWith('/') ? issuer.slice(0, -1) : issuer;
}
