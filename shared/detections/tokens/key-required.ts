import type { TrailEvent } from '../../cloudtrail/event.ts';
import { text } from '../../cloudtrail/field.ts';
import { byPipeline } from '../by-hand.ts';
import type { Match } from '../define.ts';
import { asked, tooLarge } from './asked.ts';

/** A method or a WebSocket’s route that asks for no API key any more. */
export function keyOff(event: TrailEvent): Match | false {
  const call = event.api;
  if (call === undefined || call.httpMethod === 'OPTIONS') return false;
  if (asked(event, 'apiKeyRequired')?.toLowerCase() !== 'false') return false;
  // Routes of HTTP APIs can't ask for a key; CloudFormation writes the member all the same.
  if (call.version === 2 && /^[A-Z]+ \//.test(call.routeKey ?? '')) return false;
  const type = (asked(event, 'authorizationType') ?? text(call.state, 'authorizationType'))?.toUpperCase();
  const what = `took the API key requirement off ${call.resource}`;
  if (type === undefined) return { severity: 'medium', what };
  if (type !== 'NONE') return { severity: 'low', what, reasons: [`callers are still authorized by ${type}`] };
  // Every method that never asked for a key shows the same in an answer, so without the request it says little.
  if (event.omitted) return { severity: 'low', what, reasons: tooLarge(event) };
  return { severity: byPipeline(event) ? 'medium' : 'high', what, reasons: ['nothing else asks who calls'] };
}

/** An API that takes keys from elsewhere: from what callers send (HEADER), or from what its authorizer says. */
export function sourceChanged(event: TrailEvent): Match | false {
  // Not from an answer alone: every API has a source, and the answer doesn't say whether it is new.
  const wanted = event.omitted ? undefined : asked(event, 'apiKeySource')?.toUpperCase();
  if (wanted === undefined || wanted === '') return false;
  const reason =
    wanted === 'AUTHORIZER'
      ? 'callers need no key of their own: the authorizer names one for them'
      : 'callers choose the key, and with it the quota, that the authorizer chose before';
  // HEADER is what an API has from the start.
  const severity = wanted === 'HEADER' ? 'low' : 'medium';
  return { severity, what: `made ${event.api?.resource} take API keys from ${wanted}`, reasons: [reason] };
}
