import { jwtTrust } from '../../settings/jwt.ts';
import { byPipeline } from '../by-hand.ts';
import { defineDetection } from '../define.ts';
import { type Difference, httpApi, patch, restApi, role } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { parts, tooLarge } from './asked.ts';

const labels = { apiId: 'h1j2k3l4m5', authorizerId: 'a1z2y3' };
const issuer = 'https://login.example.com/oauth2/default';
const audiences = (audience: readonly string[], difference: Difference = {}) =>
  httpApi('UpdateAuthorizer', { ...labels, jwtConfiguration: { issuer, audience } }, difference);
const known = (audience: readonly string[]) =>
  httpApi(
    'CreateAuthorizer',
    { apiId: labels.apiId, authorizerType: 'JWT', jwtConfiguration: { issuer, audience } },
    { minute: -600, response: { authorizerId: labels.authorizerId } },
  );
const pipeline = { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } };

/** A REST API's authorizer has audiences by issuer; only the whole configuration can be replaced. */
const restApiId = 'a1b2c3d4e5';
const ofIssuer = (audiences: readonly string[]) => ({ issuers: [{ issuer, audiences }] });
const restKnown = (audiences: readonly string[]) =>
  restApi(
    'CreateAuthorizer',
    { restApiId },
    { type: 'JWT', jwtConfiguration: ofIssuer(audiences) },
    { minute: -600, response: { id: 'k1l2m3' } },
  );
const rest = (audiences: readonly string[]) =>
  patch('UpdateAuthorizer', { restApiId, authorizerId: 'k1l2m3' }, [
    ['replace', '/jwtConfiguration', JSON.stringify(ofIssuer(audiences))],
  ]);

function judge({ before, now }: Change): Verdict {
  const is = parts(now);
  if (before === undefined) {
    // The configuration is sent as a whole, and apigw-jwt-issuer-changed says already that nothing is known of it.
    return is.length === 0 ? { reason: 'which audiences it took before is not known' } : 'quiet';
  }
  const was = parts(before);
  if (was.length === 0) return 'quiet';
  if (is.length === 0) return { severity: 'high', reason: `any audience will do now; it was ${before} before` };
  const added = is.filter((audience) => !was.includes(audience));
  return added.length === 0 ? 'quiet' : { reason: `new: ${added.join(', ')}; it was ${before} before` };
}

export default defineDetection({
  id: 'apigw-jwt-audience-widened',
  topic: 'T',
  title: 'Tokens meant for other applications accepted',
  severity: 'high',
  attack: ['T1550.001'],
  why: 'Tokens that the same identity provider issued for another application, perhaps one that anybody can register, open this API too.',
  benign: ['A new client application', 'An application gets another client id'],
  runbook: [
    'Ask {principal} which application the new audience is; before it was {before}, now {after}.',
    'Look it up in the identity provider: who owns that client id, and can anybody sign up for it?',
    'If it was not meant: aws apigatewayv2 update-authorizer --api-id {api} --authorizer-id {target} --region {region} --jwt-configuration Issuer=URL,Audience=CLIENT (REST API: aws apigateway update-authorizer, replace /jwtConfiguration), and deploy if no stage does so automatically.',
    'Look in the access log of {api} for calls with that client id since {time}.',
  ],
  on: { source: 'apigateway', names: ['UpdateAuthorizer'] },
  match: (event) => {
    const { api } = event;
    const wanted = api === undefined ? undefined : jwtTrust(api)?.audiences;
    if (api === undefined || wanted === undefined) return false;
    return {
      severity: byPipeline(event) ? 'medium' : 'high',
      what: `made ${api.resource} accept tokens for ${wanted.length === 0 ? 'any audience' : wanted.join(', ')}`,
      reasons: tooLarge(event),
      ...(api.authorizerId === undefined ? {} : { target: api.authorizerId }),
    };
  },
  state: { changed: { settings: ['apigateway.authorizer.jwtConfiguration.audience'], judge } },
  examples: () => ({
    fires: [
      { title: 'one more', severity: 'high', records: [known(['mobile']), audiences(['mobile', 'guests'])] },
      { title: 'another', severity: 'high', records: [known(['mobile']), audiences(['guests'])] },
      {
        title: 'one more, by CloudFormation',
        severity: 'medium',
        records: [known(['mobile']), audiences(['mobile', 'guests'], pipeline)],
      },
      { title: 'any', severity: 'high', records: [known(['mobile']), audiences([])] },
      { title: 'any, by CloudFormation', severity: 'high', records: [known(['mobile']), audiences([], pipeline)] },
      { title: 'any, and nothing is known', severity: 'high', records: [audiences([])] },
      {
        title: 'one more of a REST API',
        severity: 'high',
        records: [restKnown(['mobile']), rest(['mobile', 'guests'])],
      },
    ],
    quiet: [
      { title: 'some, and nothing is known', records: [audiences(['mobile'])] },
      { title: 'one less', records: [known(['mobile', 'guests']), audiences(['mobile'])] },
      { title: 'the same in another order', records: [known(['mobile', 'web']), audiences(['web', 'mobile'])] },
      { title: 'any before, one now', records: [known([]), audiences(['mobile'])] },
      {
        title: 'another issuer, the same audience',
        records: [
          known(['mobile']),
          httpApi('UpdateAuthorizer', {
            ...labels,
            jwtConfiguration: { issuer: 'https://login.example.net', audience: ['mobile'] },
          }),
        ],
      },
      {
        title: 'another name only',
        records: [known(['mobile']), httpApi('UpdateAuthorizer', { ...labels, name: 'jwt' })],
      },
      {
        title: 'refused',
        records: [known(['mobile']), audiences([], { error: { code: 'BadRequestException' } })],
      },
    ],
  }),
});
