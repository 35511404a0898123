import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trustProblems } from '../../shared/policy/index.ts';
import { FOREIGN, isOwn, OWN, policyOf, statements } from './documents.ts';

const trust = (Principal: unknown, Condition?: object, Action: string | string[] = 'sts:AssumeRole') => ({
  Effect: 'Allow',
  Principal,
  Action,
  ...(Condition === undefined ? {} : { Condition }),
});
const problems = (...list: object[]) => trustProblems(policyOf(...list), isOwn);
const kinds = (...list: object[]) => problems(...list).map(({ kind }) => kind);

const GITHUB = `arn:aws:iam::${OWN}:oidc-provider/token.actions.githubusercontent.com`;
const oidc = (provider: string, Condition?: object) =>
  trust({ Federated: provider }, Condition, 'sts:AssumeRoleWithWebIdentity');
const subject = (value: string | string[], operator = 'StringLike') => ({
  StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
  [operator === 'StringEquals' ? 'StringEqualsIgnoreCase' : operator]: {
    'token.actions.githubusercontent.com:sub': value,
  },
});

describe('a role anyone may assume', () => {
  it.each(['*', { AWS: '*' }, { AWS: [OWN, '*'] }])('is public for %j', (principal) => {
    expect(problems(trust(principal))).toEqual([
      { kind: 'public', principal: '*', text: 'lets anyone in any account assume the role, with no condition' },
    ]);
  });

  it.each([
    { StringEquals: { 'aws:PrincipalOrgID': 'o-example' } },
    { StringEquals: { 'sts:ExternalId': 'secret' } },
    { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${OWN}:role/*` } },
  ])('is bound by %j', (condition) => {
    expect(kinds(trust('*', condition))).toEqual([]);
  });

  it('is not bound by a condition everyone can meet', () => {
    expect(problems(trust('*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }))[0]?.text).toBe(
      'lets anyone in any account assume the role, subject only to aws:multifactorauthpresent',
    );
    expect(kinds(trust('*', { StringLike: { 'sts:ExternalId': '*' } }))).toEqual(['public']);
  });

  it('counts only actions that assume the role', () => {
    expect(kinds(trust('*', undefined, 'sts:TagSession'))).toEqual([]);
    expect(kinds(trust({ AWS: FOREIGN }, undefined, 'sts:SetSourceIdentity'))).toEqual([]);
    expect(kinds(trust('*', undefined, 'sts:*'))).toEqual(['public']);
    expect(kinds(trust('*', undefined, 'STS:assume*'))).toEqual(['public']);
    expect(kinds({ Effect: 'Allow', Principal: '*', NotAction: 'sts:TagSession' })).toEqual(['public']);
  });

  it('may be closed by a denial of the assuming actions alone', () => {
    const denial = {
      ...trust('*', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-example' } }),
      Effect: 'Deny',
    };
    expect(kinds(trust('*', undefined, ['sts:AssumeRole', 'sts:TagSession']), denial)).toEqual([]);
  });

  it('is foreign when the condition on everyone names an account', () => {
    const condition = { StringEquals: { 'aws:PrincipalAccount': FOREIGN } };
    expect(kinds(trust('*', condition))).toEqual(['foreign-no-external-id']);
  });
});

describe('a role a foreign account may assume', () => {
  it('is named with and without an external id', () => {
    expect(problems(trust({ AWS: `arn:aws:iam::${FOREIGN}:root` }))).toEqual([
      {
        kind: 'foreign-no-external-id',
        principal: `arn:aws:iam::${FOREIGN}:root`,
        text: `lets foreign account ${FOREIGN} (arn:aws:iam::${FOREIGN}:root) assume the role, with no external id`,
      },
    ]);
    expect(problems(trust({ AWS: FOREIGN }, { StringEquals: { 'sts:ExternalId': 'secret' } }))).toEqual([
      {
        kind: 'foreign',
        principal: FOREIGN,
        text: `lets foreign account ${FOREIGN} assume the role, with an external id`,
      },
    ]);
  });

  it.each([
    { StringEqualsIfExists: { 'sts:ExternalId': 'secret' } },
    { StringNotEquals: { 'sts:ExternalId': 'secret' } },
    { StringLike: { 'sts:ExternalId': '*' } },
    { StringEquals: { 'sts:ExternalId': '' } },
  ])('shows no external id under %j', (condition) => {
    expect(kinds(trust({ AWS: FOREIGN }, condition))).toEqual(['foreign-no-external-id']);
  });

  it('is fine for own accounts and for services', () => {
    expect(kinds(trust({ AWS: [OWN, `arn:aws:iam::${OWN}:root`], Service: 'lambda.amazonaws.com' }))).toEqual([]);
  });

  it('may be a service acting for a foreign account', () => {
    const condition = { StringEquals: { 'aws:SourceAccount': FOREIGN } };
    expect(problems(trust({ Service: 'apigateway.amazonaws.com' }, condition))).toEqual([
      {
        kind: 'foreign',
        principal: FOREIGN,
        text: `lets apigateway.amazonaws.com assume the role on behalf of foreign account ${FOREIGN}`,
      },
    ]);
  });
});

describe('a role a web identity may assume', () => {
  it.each([
    ['no condition', undefined, 'no condition on token.actions.githubusercontent.com:sub'],
    [
      'the audience alone',
      { StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } },
      'no condition on',
    ],
    ['any subject', subject('*'), 'the subject may be *'],
    ['any repository', subject('repo:*'), 'the subject may be repo:*'],
    ['an owner by its beginning', subject('repo:example*'), 'the subject may be repo:example*'],
    ['an owner with a gap', subject('repo:ex?mple/app:*'), 'the subject may be repo:ex?mple/app:*'],
    ['any owner', subject('repo:*/app:ref:refs/heads/main'), 'the subject may be repo:*/app'],
    ['one loose subject of two', subject(['repo:example/app:*', 'repo:*']), 'the subject may be repo:*'],
    ['an optional subject', subject('repo:example/app:*', 'StringLikeIfExists'), 'no condition on'],
    ['a subject for all values', subject('repo:example/app:*', 'ForAllValues:StringLike'), 'no condition on'],
    ['a subject kept out', subject('repo:example/app:*', 'StringNotLike'), 'no condition on'],
  ])('is loose with %s', (_, condition, why) => {
    const [problem] = problems(oidc(GITHUB, condition));
    expect(problem).toMatchObject({ kind: 'oidc-loose', principal: GITHUB });
    expect(problem?.text).toContain('lets strangers of token.actions.githubusercontent.com assume the role: ');
    expect(problem?.text).toContain(why);
  });

  it.each([
    ['a branch', subject('repo:example/app:ref:refs/heads/main', 'StringEquals')],
    ['a repository', subject('repo:example/app:*')],
    ['an owner', subject('repo:example/*')],
    ['several', subject(['repo:example/app:*', 'repo:example/web:*'], 'ForAnyValue:StringLike')],
    [
      'another claim of the owner',
      { StringEquals: { 'token.actions.githubusercontent.com:repository_owner_id': '1234' } },
    ],
    [
      'a workflow',
      {
        StringLike: { 'token.actions.githubusercontent.com:job_workflow_ref': 'example/ci/.github/workflows/a.yml@*' },
      },
    ],
  ])('is bound to %s', (_, condition) => {
    expect(kinds(oidc(GITHUB, condition))).toEqual([]);
  });

  it.each([
    ['gitlab.com', 'project_path:example/app:*', 'project_path:*'],
    ['app.terraform.io', 'organization:example:project:*', 'organization:*'],
    ['agent.buildkite.com', 'organization:example:pipeline:*', '*'],
    ['oidc.circleci.com/org/1234', 'org/1234/project/*', 'org/*'],
    ['oidc.eks.us-east-1.amazonaws.com/id/ABC', 'system:serviceaccount:shop:*', 'system:serviceaccount:*'],
    ['oidc.eks.us-east-1.amazonaws.com/id/ABC', 'system:serviceaccount:shop:api', 'system:serviceaccount:*:api'],
  ])('knows the subjects of %s', (issuer, bound, loose) => {
    const provider = `arn:aws:iam::${OWN}:oidc-provider/${issuer}`;
    expect(kinds(oidc(provider, { StringLike: { [`${issuer}:sub`]: bound } }))).toEqual([]);
    expect(kinds(oidc(provider, { StringLike: { [`${issuer}:sub`]: loose } }))).toEqual(['oidc-loose']);
    expect(kinds(oidc(provider))).toEqual(['oidc-loose']);
  });

  it('takes a bare host for a provider', () => {
    expect(kinds(oidc('token.actions.githubusercontent.com'))).toEqual(['oidc-loose']);
  });

  it('asks of providers for people that the application is fixed', () => {
    const pool = 'cognito-identity.amazonaws.com';
    expect(problems(oidc(pool))[0]?.text).toContain('no condition on cognito-identity.amazonaws.com:aud');
    expect(kinds(oidc(pool, { StringEquals: { [`${pool}:aud`]: 'us-east-1:pool' } }))).toEqual([]);
    expect(kinds(oidc(pool, { 'ForAnyValue:StringLike': { [`${pool}:amr`]: 'authenticated' } }))).toEqual([
      'oidc-loose',
    ]);
  });

  it('does not mistake a condition on something else for the subject', () => {
    expect(kinds(oidc(GITHUB, { StringEquals: { 'saml:sub': 'x', 'aws:sub': 'y' } }))).toEqual(['oidc-loose']);
  });

  it('needs the action that takes a web identity', () => {
    expect(kinds(trust({ Federated: GITHUB }))).toEqual([]);
  });

  it('is public when any provider will do', () => {
    expect(kinds(oidc('*'))).toEqual(['public']);
  });
});

describe('a role a SAML provider may assume', () => {
  const provider = `arn:aws:iam::${OWN}:saml-provider/sso`;
  const saml = (Condition?: object) => trust({ Federated: provider }, Condition, 'sts:AssumeRoleWithSAML');

  it('needs the audience fixed', () => {
    expect(problems(saml())).toEqual([
      {
        kind: 'saml',
        principal: provider,
        text: `lets anyone with an assertion of ${provider} assume the role: no condition on SAML:aud`,
      },
    ]);
    expect(kinds(saml({ StringLike: { 'SAML:aud': '*' } }))).toEqual(['saml']);
    expect(kinds(saml({ StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } }))).toEqual([]);
  });
});

describe('trustProblems', () => {
  it('says each thing once and in one order', () => {
    const list = [trust('*'), trust({ AWS: FOREIGN }), oidc(GITHUB), trust('*')];
    const found = problems(...list);
    expect(found.map(({ kind }) => kind)).toEqual(['foreign-no-external-id', 'oidc-loose', 'public']);
    expect(problems(...list.reverse())).toEqual(found);
  });

  it('never throws and ignores the order of statements', () => {
    fc.assert(
      fc.property(statements, (list) => {
        const trusts = list.map((statement) => ({ ...statement, Action: 'sts:AssumeRole' }));
        expect(problems(...[...trusts].reverse())).toEqual(problems(...trusts));
      }),
    );
  });
});
