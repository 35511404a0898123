import { AUTO_DEPLOY } from '../../settings/auto-deploy.ts';
import type { Given, StateUse } from '../state-use.ts';

/** Whether a change to a v2 API is live at once or sleeps until a deployment. `raised`: what high becomes when it is live. */
export function liveAtOnce(raised: 'critical' | 'high'): Given {
  return {
    setting: AUTO_DEPLOY,
    of: ({ api }) => api?.apiId,
    judge: (name, severity) => {
      if (name === '') return { reason: 'no stage deploys automatically: live with the next deployment' };
      const reason = `stage ${name} deploys automatically: live at once`;
      return severity === 'high' ? { severity: raised, reason } : { reason };
    },
  };
}

/** A route's authorization that becomes NONE: high where it is known to have been something else. */
export function noLongerAsked(setting: string, unknown: string): NonNullable<StateUse['changed']> {
  return {
    settings: [setting],
    judge: ({ before, now }) => {
      if (before === undefined) return { reason: unknown };
      return before === now
        ? { severity: 'low', reason: 'it was NONE before' }
        : { severity: 'high', reason: `callers were authorized by ${before} before` };
    },
  };
}
