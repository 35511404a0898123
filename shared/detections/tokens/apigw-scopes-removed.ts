import { filled, text } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import type { Change, Verdict } from '../state-use.ts';
import { asked, parts, tooLarge } from './asked.ts';
import { scopeExamples } from './scope-examples.ts';
import { isOpen, scopesOf } from './scopes.ts';

function judge({ before, now }: Change): Verdict {
  if (before === undefined) return { reason: 'which scopes it asked for before is not known' };
  return isOpen(parts(before)) || !isOpen(parts(now))
    ? 'quiet'
    : { severity: 'high', reason: `it asked for ${before}` };
}

export default defineDetection({
  id: 'apigw-scopes-removed',
  topic: 'T',
  title: 'Scopes no longer asked of a token',
  severity: 'high',
  attack: ['T1556'],
  why: 'Any token of the issuer will do from now on, also one that was only meant for reading or for another application.',
  benign: ['A scope gets another name', 'The backend looks at the scopes itself'],
  runbook: [
    'Ask {principal} which scope callers of {resource} need now; it was {before}.',
    'REST API: aws apigateway get-method --rest-api-id {api} --resource-id ID --http-method VERB --region {region}',
    'HTTP API: aws apigatewayv2 get-routes --api-id {api} --region {region}',
    'If it was not meant: put {before} back (REST: --patch-operations op=add,path=/authorizationScopes,value=SCOPE; HTTP: aws apigatewayv2 update-route --api-id {api} --route-id ID --region {region} --authorization-scopes SCOPE), and deploy.',
    'If it is live, look in the access log for callers of {resource} since {time} that never called it before.',
  ],
  on: { source: 'apigateway', names: ['UpdateMethod', 'UpdateRoute'] },
  match: (event) => {
    const { api } = event;
    const scopes = scopesOf(event);
    if (api === undefined || scopes === undefined || !isOpen(scopes) || api.httpMethod === 'OPTIONS') return false;
    // Where no token is looked at any more, the detections of authorization type and authorizer tell it.
    const type = (asked(event, 'authorizationType') ?? text(api.state, 'authorizationType'))?.toUpperCase();
    if (type !== undefined && type !== 'JWT' && type !== 'COGNITO_USER_POOLS') return false;
    if (['', 'NONE'].includes(asked(event, 'authorizerId') ?? 'unchanged')) return false;
    // CloudFormation sends the whole route at every change, so that no scope may be nothing new.
    const isWhole = api.version === 2 && filled(api.input, 'target') !== undefined;
    return {
      severity: isWhole || event.omitted ? 'low' : 'high',
      what: `made ${api.resource} take tokens with ${scopes.length === 0 ? 'any scope' : `scope ${scopes.join(', ')}`}`,
      reasons: tooLarge(event),
    };
  },
  state: {
    changed: { settings: ['apigateway.method.authorizationScopes', 'apigateway.route.authorizationScopes'], judge },
  },
  examples: scopeExamples,
});
