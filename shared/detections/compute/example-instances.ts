import type { RawRecord } from '../../cloudtrail/read.ts';
import { daily, record, role } from '../example.ts';

/** An instance's id for examples. */
export function instance(index: number): string {
  return `i-0${index.toString(16).padStart(16, '0')}`;
}

/** An account at work on so many days, with nothing that any detection here looks at: it is known. */
export function knownFor(days: number): readonly RawRecord[] {
  return daily(days, (minute) => record('sts', 'GetCallerIdentity', { minute, by: role('app') }));
}
export const KNOWN_ACCOUNT = knownFor(3);

/** A role of a CI provider. */
export function pipeline(name = 'deploy'): Record<string, unknown> {
  const by = role(name);
  return {
    ...by,
    sessionContext: {
      ...(by['sessionContext'] as Record<string, unknown>),
      webIdFederationData: {
        federatedProvider: 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com',
        attributes: {},
      },
    },
  };
}

/** The session of an instance's own role. */
export function instanceSession(index: number, name = 'web-server'): Record<string, unknown> {
  return role(name, instance(index), 'ASIAEXAMPLEEXAMPLE04');
}
