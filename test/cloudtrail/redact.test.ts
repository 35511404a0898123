import { describe, expect, it } from 'vitest';
import { redact } from '../../shared/cloudtrail/redact.ts';

const GONE = '[redacted]';

describe('redaction', () => {
  it('knows a secret by its name, however that is spelt', () => {
    const details = { client_secret: 's3cret', 'private-key': 'MII', clientSecret: 's', client_id: 'kept' };
    expect(redact({ providerDetails: details }, 'cognito-idp:CreateIdentityProvider')).toEqual({
      providerDetails: { client_secret: GONE, 'private-key': GONE, clientSecret: GONE, client_id: 'kept' },
    });
  });

  it('keeps settings that only sound like secrets', () => {
    const client = { tokenValidityUnits: { accessToken: 'minutes' }, accessTokenValidity: 60 };
    const portal = { authorization: { none: {} } };
    expect(redact(client, 'cognito-idp:UpdateUserPoolClient')).toBe(client);
    expect(redact(portal, 'apigateway:CreatePortal')).toBe(portal);
  });

  it('takes the token in a header of that name, and a token that stands anywhere', () => {
    expect(redact({ authorization: 'Bearer x' }, 'a:B')).toEqual({ authorization: GONE });
    const jwt = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxMjM0NTY3ODkwIn0.';
    expect(redact({ note: `use ${jwt}` }, 'a:B')).toEqual({ note: `use ${GONE}` });
  });

  it('takes the value of an API key, and no other value', () => {
    expect(redact({ value: 'abc' }, 'apigateway:CreateApiKey')).toEqual({ value: GONE });
    expect(redact({ value: 'abc' }, 'apigateway:UpdateStage')).toEqual({ value: 'abc' });
  });
});
