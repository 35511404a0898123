import { nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';

/** The IAM user, role or group that an IAM call acts on. */
export interface Identity {
  readonly name: string;
  /** `IAM user svc-backup` */
  readonly words: string;
  /** Whether it is the caller's own user or role. */
  readonly own: boolean;
  /** Whether Identity Center itself keeps one of its reserved roles, which nobody else can change. */
  readonly provisioned: boolean;
}

const KINDS = ['user', 'role', 'group'] as const;

/** Who the call acts on: `userName`, `roleName` or `groupName` of the request; undefined when it has none. */
export function identityOf(event: TrailEvent): Identity | undefined {
  for (const kind of KINDS) {
    const name = filled(event.params, `${kind}Name`);
    if (name === undefined) continue;
    return {
      name,
      words: kind === 'user' ? `IAM user ${name}` : `${kind} ${name}`,
      own: kind === 'user' ? isCaller(event, name) : kind === 'role' && isCallersRole(event, name),
      provisioned: kind === 'role' && event.principal.class === 'service' && name.startsWith('AWSReservedSSO_'),
    };
  }
  return undefined;
}

/** Whether the caller is this IAM user. */
export function isCaller(event: TrailEvent, userName: string): boolean {
  return event.identityType === 'IAMUser' && event.principal.name === userName;
}

function isCallersRole(event: TrailEvent, roleName: string): boolean {
  const { roleArn, account } = event.principal;
  return roleArn !== undefined && account === event.account && nameOf(roleArn) === roleName;
}
