import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, flag } from '../../cloudtrail/field.ts';
import type { Match } from '../define.ts';
import { requested } from '../requested.ts';

const CHECKS = [
  ['validateRequestBody', 'bodies'],
  ['validateRequestParameters', 'parameters'],
] as const;

/** What of requests is no longer checked after this call. */
export function unchecked(event: TrailEvent): Match | false {
  const { api, name, params } = event;
  if (api === undefined) return false;
  switch (name) {
    case 'UpdateRequestValidator': {
      const dropped = CHECKS.filter(([member]) => requested(api, member)?.toLowerCase() === 'false');
      if (dropped.length === 0) return false;
      const id = filled(params, 'requestValidatorId') ?? '(unknown)';
      return {
        what: `had validator ${id} of ${api.resource} no longer check ${dropped.map(([, word]) => word).join(' and ')}`,
      };
    }
    case 'UpdateMethod':
      return requested(api, 'requestValidatorId') === '' && { what: `took the request validator off ${api.resource}` };
    case 'UpdateApi':
      return (
        flag(params, 'disableSchemaValidation') === true && {
          what: `switched off the validation of messages of ${api.resource}`,
        }
      );
    default: {
      // AWS refuses to delete what a method still uses: the check was gone before, or nobody made it.
      const id =
        filled(params, 'requestValidatorId') ?? filled(params, 'modelName') ?? filled(params, 'modelId') ?? '(unknown)';
      const kind = name === 'DeleteModel' ? 'model' : 'validator';
      return { severity: 'low', what: `deleted ${kind} ${id} of ${api.resource}` };
    }
  }
}
