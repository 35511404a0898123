import { type Difference, record } from '../example.ts';

/** A factor checked by the portal of Identity Center: an event of its own for each, with the result outside the response. */
export function portalCheck(CredentialType: string, result: string, difference: Difference & { user?: string } = {}) {
  const { user = '94d00cd8-e9e6-4810-b177-b08e84775435', ...rest } = difference;
  const also = {
    eventType: 'AwsServiceEvent',
    additionalEventData: { CredentialType },
    serviceEventDetails: { CredentialVerification: result },
  };
  const by = { type: 'IdentityCenterUser', onBehalfOf: { userId: user } };
  return record('signin', 'CredentialVerification', { by, also, ...rest });
}
