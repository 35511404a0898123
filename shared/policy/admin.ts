import type { Policy, Statement } from './document.ts';
import { fixesValue } from './narrowing.ts';
import { matchesAction } from './scope.ts';
import { covers, hasWildcard } from './wildcard.ts';
import { conditionsOf, listed, shown } from './wording.ts';

/** Services that decide who may do what: all of one of them is administrator access by another name. */
const IDENTITY_SERVICES = ['iam', 'sts', 'organizations'];

/** One service that is none of the above: a pattern that takes it in too is meant for everything. */
const UNRELATED = 's3:*';

const PASS_ROLE = 'iam:passrole';

/**
 * Actions with which one becomes, or makes, an administrator. A wildcard that reaches one of them on every resource is
 * over-broad (`iam:Put*`); a wildcard that only reads is not (`iam:Get*`), nor is one of these spelled out, which is
 * how deployment roles are written: that is left to the detections of the calls themselves.
 */
const ESCALATING = [
  PASS_ROLE,
  ...['addusertogroup', 'attachgrouppolicy', 'attachrolepolicy', 'attachuserpolicy', 'createaccesskey'],
  ...['createloginprofile', 'createpolicyversion', 'createopenidconnectprovider', 'createsamlprovider', 'createuser'],
  ...['deactivatemfadevice', 'deleterolepermissionsboundary', 'deleteuserpermissionsboundary', 'putgrouppolicy'],
  ...['putrolepolicy', 'putrolepermissionsboundary', 'putuserpolicy', 'putuserpermissionsboundary'],
  ...['setdefaultpolicyversion', 'updateassumerolepolicy', 'updateloginprofile', 'updatesamlprovider'],
].map((name) => (name.includes(':') ? name : `iam:${name}`));

const TAKING_OVER = [
  ...ESCALATING,
  ...['sts:assumerole', 'organizations:attachpolicy', 'organizations:createaccount', 'organizations:detachpolicy'],
  ...['organizations:disablepolicytype', 'organizations:leaveorganization', 'organizations:updatepolicy'],
];

/**
 * A sentence for each over-broad grant of an identity policy on every resource: every action, all of IAM, STS or
 * Organizations, a wildcard that reaches an escalating action, an Allow with NotAction, iam:PassRole without
 * iam:PassedToService. Sorted, each once. Denies are not looked at; conditions are named, not weighed.
 */
export function adminGrants(policy: Policy): string[] {
  const sentences = new Set<string>();
  for (const statement of policy.statements) {
    if (statement.effect !== 'Allow') continue;
    const under = statement.conditions.length === 0 ? '' : `, ${conditionsOf(statement.conditions)}`;
    for (const { breadth, service } of breadthsOf(statement)) {
      const where = wideResource(statement, service);
      if (where !== undefined) sentences.add(`allows ${breadth} on ${where}${under}`);
    }
  }
  return [...sentences].sort();
}

/** The over-broad patterns of a statement, and the service whose resources they act on (STS acts on IAM's roles). */
function breadthsOf(statement: Statement): { breadth: string; service: string }[] {
  const { actions, notActions } = statement;
  if (notActions.length > 0) return [{ breadth: `everything but ${listed(notActions)} (NotAction)`, service: 'iam' }];
  return actions.flatMap((action) => {
    const breadth = breadthOf(action, statement);
    const service = action.toLowerCase().startsWith('organizations:') ? 'organizations' : 'iam';
    return breadth === undefined ? [] : [{ breadth, service }];
  });
}

/** How a sentence calls an over-broad action pattern; undefined when it is none. */
function breadthOf(action: string, statement: Statement): string | undefined {
  const pattern = action.toLowerCase();
  const services = IDENTITY_SERVICES.filter((service) => covers(pattern, `${service}:*`));
  if (services.length === IDENTITY_SERVICES.length && covers(pattern, UNRELATED)) return 'every action';
  if (services.length > 0) return services.map((service) => `${service}:*`).join(', ');
  const reached = TAKING_OVER.filter((name) => covers(pattern, name));
  if (reached.length === 0 || (reached.every((name) => name === PASS_ROLE) && isPassLimited(statement)))
    return undefined;
  return hasWildcard(pattern) || reached.includes(PASS_ROLE) ? shown(action) : undefined;
}

/** Passing any role to one service is how AWS's own policies are written: the service is the limit. */
function isPassLimited(statement: Statement): boolean {
  return statement.conditions.some(
    (condition) =>
      (condition.key === 'iam:passedtoservice' || condition.key === 'iam:associatedresourcearn') &&
      fixesValue(condition),
  );
}

/** Resource types of which a bare wildcard still means all there is of the service. */
const WHOLE_TYPES = new Map([
  ['iam', ['role', 'user', 'group', 'policy']],
  ['apigateway', ['restapis', 'apis']],
]);

/** The words for a resource element that takes in all resources of a service; undefined when it does not. */
function wideResource({ resources, notResources }: Statement, service: string): string | undefined {
  if (notResources.length > 0) return `everything but ${listed(notResources)}`;
  const wide = resources.filter((resource) => isWide(resource, service));
  if (wide.length === 0) return undefined;
  return wide.some((resource) => resource === '*') ? 'every resource' : listed(wide);
}

/** `*`, or an ARN of the service whose name is only wildcards, in any partition, region and account. */
function isWide(resource: string, service: string): boolean {
  if (withoutWildcards(resource) === '') return resource.includes('*');
  const [arn, , named = '*', , , ...name] = resource.split(':');
  // `arn:aws:*` stops early: its last wildcard stands for the fields that are missing too.
  const tail = name.length > 0 || !resource.endsWith('*') ? name.join(':') : '*';
  if (arn !== 'arn' || !tail.includes('*') || !covers(named, service)) return false;
  const rest = withoutWildcards(tail);
  return rest === '' || (tail.endsWith('*') && (WHOLE_TYPES.get(service) ?? []).includes(rest));
}

function withoutWildcards(text: string): string {
  return [...text].filter((char) => !'*?:/'.includes(char)).join('');
}

/** What full use of a service takes: for the control plane every writing verb, for the data plane the one call. */
const FULL_USE = {
  apigateway: ['apigateway:post', 'apigateway:put', 'apigateway:patch', 'apigateway:delete'],
  'execute-api': ['execute-api:invoke'],
} as const;

/**
 * Whether an identity policy gives all of API Gateway's control plane (every writing verb on every API) or of its data
 * plane (execute-api:Invoke on every API), in one statement or several. Denies and conditions are not looked at.
 */
export function grantsService(policy: Policy, service: 'apigateway' | 'execute-api'): boolean {
  const wide = policy.statements.filter(
    (statement) => statement.effect === 'Allow' && wideResource(statement, service) !== undefined,
  );
  return FULL_USE[service].every((action) => wide.some((statement) => matchesAction(statement, action)));
}
