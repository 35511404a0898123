import { describe, expect, it } from 'vitest';
import { TrailEvent } from '../../../shared/cloudtrail/event.ts';
import { record } from '../../../shared/detections/example.ts';
import { federatedCaller } from '../../../shared/detections/federation/federated-caller.ts';

function caller(issuer: string, subject: string | undefined): string | undefined {
  const provider = issuer.endsWith('cognito-identity.amazonaws.com')
    ? issuer
    : `arn:aws:iam::111111111111:oidc-provider/${issuer}`;
  const response = { provider, subjectFromWebIdentityToken: subject };
  return federatedCaller(new TrailEvent(record('sts', 'AssumeRoleWithWebIdentity', { response, by: {} }), 'e', 0, 0));
}

describe('federatedCaller', () => {
  it.each([
    ['token.actions.githubusercontent.com', 'repo:example/shop:ref:refs/heads/main', 'repo:example/shop'],
    ['token.actions.githubusercontent.com', 'repo:example/shop:environment:prod', 'repo:example/shop'],
    ['token.actions.githubusercontent.com', 'repo:example/shop:pull_request', 'repo:example/shop'],
    ['gitlab.com', 'project_path:example/shop:ref_type:branch:ref:main', 'project_path:example/shop'],
    [
      'app.terraform.io',
      'organization:ex:project:p:workspace:w:run_phase:plan',
      'organization:ex:project:p:workspace:w',
    ],
    ['api.bitbucket.org/2.0/workspaces/ex', '{11-22}:{33-44}', '{11-22}'],
    ['oidc.circleci.com/org/1', 'org/1/project/2/user/3', 'org/1/project/2'],
    [
      'oidc.eks.eu-central-1.amazonaws.com/id/1',
      'system:serviceaccount:shop:orders',
      'system:serviceaccount:shop:orders',
    ],
  ])('leaves out what is new with every run of %s: %s', (issuer, subject, workload) => {
    expect(caller(issuer, subject)).toBe(`${workload} of ${issuer}`);
  });

  it('counts the users of an application as one', () => {
    expect(caller('cognito-identity.amazonaws.com', 'eu-central-1:0001')).toBe('cognito-identity.amazonaws.com');
  });

  it('names the issuer alone when the record has no subject', () => {
    expect(caller('gitlab.com', undefined)).toBe('gitlab.com');
  });

  it('is nobody for a role assumed by another role', () => {
    expect(federatedCaller(new TrailEvent(record('sts', 'AssumeRole'), 'e', 0, 0))).toBeUndefined();
  });
});
