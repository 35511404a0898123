import { describe, expect, it } from 'vitest';
import { httpApi } from '../../shared/detections/example.ts';
import { portalAuthorization } from '../../shared/settings/portal.ts';
import { eventOf, told } from './told.ts';

const cognitoConfig = { appClientId: 'c1', userPoolArn: 'arn:aws:cognito-idp:eu-central-1:111111111111:userpool/p' };
const NAME = 'apigateway.portal.authorization @ d1';

describe('how readers of a portal sign in', () => {
  it('is told by kind', () => {
    expect(told(httpApi('UpdatePortal', { portalId: 'd1', authorization: { none: {} } }))).toEqual({ [NAME]: 'none' });
    expect(told(httpApi('UpdatePortal', { portalId: 'd1', authorization: { cognitoConfig } }))).toEqual({
      [NAME]: 'cognito',
    });
  });
  it('is told by the answer of a creation, and by a request written as text', () => {
    const response = { portalId: 'd1', authorization: { none: {} } };
    expect(told(httpApi('CreatePortal', { authorization: { cognitoConfig } }, { response }))).toEqual({
      [NAME]: 'none',
    });
    const record = {
      ...httpApi('UpdatePortal', {}),
      requestParameters: JSON.stringify({ authorization: { none: {} } }),
    };
    expect(portalAuthorization(eventOf(record))).toBe('none');
  });
  it('is over when the portal is deleted', () => {
    expect(told(httpApi('DeletePortal', { portalId: 'd1' }))).toEqual({ [NAME]: '' });
  });
  it.each([
    ['no member', { portalId: 'd1', logoUri: 'x' }],
    ['a text', { portalId: 'd1', authorization: 'none' }],
    ['no portal', { authorization: { none: {} } }],
  ])('is not guessed: %s', (_what, params) => expect(told(httpApi('UpdatePortal', params))).toEqual({}));
});
