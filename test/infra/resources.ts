import type { Template } from './package.ts';
import { statementsOf } from './roles.ts';

/** A call with what it was about, by ARN; undefined: AWS knows no resource for it. */
export interface CallOn {
  readonly action: string;
  readonly arn: string | undefined;
}

/** What a template's own resources are called in reality. */
export interface Names {
  readonly region: string;
  readonly account: string;
  /** By logical id. */
  readonly arns: Readonly<Record<string, string>>;
}

/** Calls on something that no statement of the function's role names, each once, as `action on arn`. */
export function callsBeyond(
  template: Template,
  functionName: string,
  calls: readonly CallOn[],
  names: Names,
): string[] {
  const allowed = statementsOf(template, functionName).flatMap(({ Effect, Action, Resource }) =>
    Effect === 'Allow'
      ? [{ actions: [Action].flat(), patterns: [Resource].flat().map((one) => textOf(one, names)) }]
      : [],
  );
  const isAllowed = ({ action, arn }: CallOn): boolean =>
    allowed.some(
      ({ actions, patterns }) =>
        actions.includes(action) &&
        patterns.some((pattern) => pattern === '*' || (arn !== undefined && matches(pattern, arn))),
    );
  return [
    ...new Set(calls.filter((call) => !isAllowed(call)).map(({ action, arn }) => `${action} on ${arn ?? '*'}`)),
  ].sort();
}

/** What CloudFormation makes of a value. Throws for what these templates don't have. */
function textOf(value: unknown, names: Names): string {
  if (typeof value === 'string') return value;
  const {
    Ref,
    'Fn::GetAtt': att,
    'Fn::Sub': sub,
    'Fn::Join': join,
  } = value as {
    Ref?: string;
    'Fn::GetAtt'?: readonly [string, string];
    'Fn::Sub'?: string;
    'Fn::Join'?: readonly [string, readonly unknown[]];
  };
  if (Ref !== undefined) return named(Ref, names);
  if (att !== undefined) return named(att[0], names);
  if (sub !== undefined) return sub.replace(/\$\{([\w:]+)(?:\.Arn)?\}/g, (_, name: string) => named(name, names));
  if (join !== undefined) return join[1].map((part) => textOf(part, names)).join(join[0]);
  throw new Error(`${JSON.stringify(value)}: expected Ref, Fn::GetAtt, Fn::Sub or Fn::Join`);
}

function named(name: string, { region, account, arns }: Names): string {
  const known: Readonly<Record<string, string>> = {
    'AWS::Partition': 'aws',
    'AWS::Region': region,
    'AWS::AccountId': account,
    ...arns,
  };
  return known[name] ?? `arn:of:${name}`;
}

/** As IAM matches a resource: a star stands for anything. */
function matches(pattern: string, arn: string): boolean {
  return new RegExp(`^${pattern.split('*').map(RegExp.escape).join('.*')}$`).test(arn);
}
