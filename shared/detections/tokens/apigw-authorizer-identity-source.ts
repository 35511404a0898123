import type { TrailEvent } from '../../cloudtrail/event.ts';
import { amount, at, text, texts } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { httpApi, patch, restApi } from '../example.ts';
import type { Severity } from '../severity.ts';
import type { Change, Verdict } from '../state-use.ts';
import { asked, parts, tooLarge } from './asked.ts';

const labels = { restApiId: 'a1b2c3d4e5', authorizerId: 'k1l2m3' };
const HEADER = 'method.request.header.Authorization';
const QUERY = 'method.request.querystring.token';

function moved(source: string, difference = {}) {
  return patch('UpdateAuthorizer', labels, [['replace', '/identitySource', source]], difference);
}
const known = (identitySource: string) =>
  restApi(
    'CreateAuthorizer',
    { restApiId: labels.restApiId },
    { type: 'REQUEST', identitySource },
    { minute: -600, response: { id: labels.authorizerId, identitySource } },
  );
const http = (identitySource: readonly string[]) =>
  httpApi('UpdateAuthorizer', { apiId: 'h1j2k3l4m5', authorizerId: 'a1z2y3', identitySource });

const answered = (...identitySource: readonly string[]) =>
  httpApi('UpdateAuthorizer', { omitted: true }, { response: { identitySource } });

/** Where the authorizer looks for the token from now on; empty: nowhere. undefined: the call doesn't speak of it. */
function sourcesOf(event: TrailEvent): readonly string[] | undefined {
  const { api } = event;
  if (api?.version === 2) {
    const told = event.omitted ? api.state : api.input;
    return at(told, 'identitySource') === undefined ? undefined : texts(told, 'identitySource').flatMap(parts);
  }
  const wanted = asked(event, 'identitySource');
  // `add` names one source of several; the answer names all.
  return wanted === undefined ? undefined : parts(text(api?.state, 'identitySource') ?? wanted);
}

/** The sources that differ between callers. Stage variables, the method and the host are the same for all of them. */
function callersOwn(sources: readonly string[]): string[] {
  return sources.filter((source) => /\brequest\.(?:multivalue)?(?:header|querystring)\.(?!host$)/i.test(source));
}
function inUrl(sources: readonly string[]): string[] {
  return sources.filter((source) => /\brequest\.(?:multivalue)?querystring\./i.test(source));
}

/** What is wrong with the sources themselves. `isCached` false: no permission is kept for the next caller. */
function weakness(sources: readonly string[], isCached: boolean): { severity: Severity; reason: string } | undefined {
  if (sources.length > 0 && isCached && callersOwn(sources).length === 0)
    return {
      severity: 'high',
      reason: 'one caller’s cached permission counts for everybody: no source tells them apart',
    };
  if (callersOwn(sources).length === 0)
    return { severity: 'medium', reason: 'callers without any token reach the authorizer' };
  const exposed = inUrl(sources).join(', ');
  if (exposed === '') return undefined;
  return { severity: 'medium', reason: `the token stands in the URL, and so in logs and histories: ${exposed}` };
}

function judge({ before, now }: Change): Verdict {
  const [was, is] = [parts(before ?? ''), parts(now)];
  const weak = weakness(is, true) !== undefined;
  if (before === undefined) return weak ? { reason: 'what the source was is not known' } : 'quiet';
  const fresh = is.filter((source) => !was.includes(source));
  if (callersOwn(is).length === 0 && callersOwn(was).length > 0) return { reason: `it was ${before} before` };
  if (inUrl(fresh).length > 0) return { reason: `it was ${before} before` };
  return fresh.length === 0 && is.length < was.length
    ? { reason: `fewer sources than before: it was ${before}` }
    : 'quiet';
}

export default defineDetection({
  id: 'apigw-authorizer-identity-source',
  topic: 'T',
  title: 'Token source of an authorizer moved or dropped',
  severity: 'medium',
  attack: ['T1556'],
  why: 'The source is where the token must be, and what cached permissions are kept by: without it strangers reach the authorizer, or ride on the permission of the caller before.',
  benign: ['A WebSocket, where browsers can only put a token into the URL', 'The token moves to another header'],
  runbook: [
    'Ask {principal} why the token source changed from {before} to {after}.',
    'See the authorizer: aws apigateway get-authorizer --rest-api-id {api} --authorizer-id {target} --region {region} (HTTP API: aws apigatewayv2 get-authorizer --api-id {api} --authorizer-id {target} --region {region}).',
    'If it was not meant: set identitySource back to {before}, and deploy.',
    'Flush what was cached since: aws apigateway flush-stage-authorizers-cache --rest-api-id {api} --stage-name STAGE --region {region} (HTTP API: aws apigatewayv2 reset-authorizers-cache --api-id {api} --stage-name STAGE --region {region}).',
  ],
  on: { source: 'apigateway', names: ['UpdateAuthorizer'] },
  match: (event) => {
    const { api } = event;
    const sources = sourcesOf(event);
    if (api === undefined || sources === undefined) return false;
    const weak = weakness(sources, amount(api.state, 'authorizerResultTtlInSeconds') !== 0);
    // Good sources may still be fewer than before; that can only be judged where it is known which authorizer it is.
    if (weak === undefined && (api.apiId === undefined || api.authorizerId === undefined)) return false;
    return {
      severity: weak?.severity ?? 'medium',
      what: `made ${api.resource} look for the token in ${sources.length === 0 ? 'nothing' : sources.join(', ')}`,
      reasons: [...(weak === undefined ? [] : [weak.reason]), ...tooLarge(event)],
      ...(api.authorizerId === undefined ? {} : { target: api.authorizerId }),
    };
  },
  state: {
    changed: {
      settings: ['apigateway.authorizer.identitySource'],
      judge,
    },
  },
  examples: () => ({
    fires: [
      { title: 'dropped', severity: 'medium', records: [known(HEADER), moved('')] },
      { title: 'into the URL', severity: 'medium', records: [known(HEADER), moved(QUERY)] },
      { title: 'into the URL, nothing known', severity: 'medium', records: [http(['$request.querystring.token'])] },
      {
        title: 'into the URL, too large to be logged',
        severity: 'medium',
        records: [answered('$request.querystring.token')],
      },
      { title: 'dropped in an HTTP API', severity: 'medium', records: [http([])] },
      {
        title: 'the same for all callers',
        severity: 'high',
        records: [known(HEADER), moved('stageVariables.env')],
      },
      {
        title: 'the same for all callers, but nothing is cached',
        severity: 'medium',
        records: [
          known(HEADER),
          moved('context.httpMethod', {
            response: { identitySource: 'context.httpMethod', authorizerResultTtlInSeconds: 0 },
          }),
        ],
      },
      {
        title: 'one of two',
        severity: 'medium',
        records: [known(`${HEADER}, method.request.header.Tenant`), moved(HEADER)],
      },
    ],
    quiet: [
      { title: 'another header', records: [known(HEADER), moved('method.request.header.X-Token')] },
      { title: 'one more header', records: [known(HEADER), moved(`${HEADER}, method.request.header.Tenant`)] },
      { title: 'a header, nothing known', records: [moved(HEADER)] },
      { title: 'a header, too large to be logged', records: [answered('$request.header.Authorization')] },
      {
        title: 'another setting of an HTTP API’s',
        records: [httpApi('UpdateAuthorizer', { apiId: 'h1j2k3l4m5', authorizerId: 'a1z2y3', name: 'tokens' })],
      },
      { title: 'the URL as before', records: [known(QUERY), moved(QUERY)] },
      {
        title: 'another setting',
        records: [known(HEADER), patch('UpdateAuthorizer', labels, [['replace', '/name', 'tokens']])],
      },
      { title: 'refused', records: [known(HEADER), moved('', { error: { code: 'BadRequestException' } })] },
    ],
  }),
});
