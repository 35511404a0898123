import type { TrailEvent } from '../cloudtrail/event.ts';
import { byPipeline } from './by-hand.ts';
import type { Match } from './define.ts';
import type { Severity } from './severity.ts';

/** Whether an AWS service acts, for itself or for somebody: Auto Scaling launches, CloudFormation creates, Config reads. */
export function byService(event: TrailEvent): boolean {
  return event.principal.class === 'service' || (event.invokedBy !== undefined && !event.viaConsole);
}

/**
 * What lowers the severity of a change that infrastructure code makes too: a pipeline or template made it, or a role on the
 * list of those that ship infrastructure. Spread it after the match's own severity.
 */
export function shipped(event: TrailEvent, severity: Severity = 'low'): Pick<Match, 'severity' | 'reasons' | 'listed'> {
  if (byPipeline(event)) return { severity, reasons: ['a pipeline or a template did it'] };
  const { name, roleArn } = event.principal;
  return { listed: [{ list: 'deployRoles', names: roleArn === undefined ? [name] : [name, roleArn], severity }] };
}

const DEPLOY_TOOL = /\b(?:HashiCorp|Terraform|OpenTofu|Pulumi)\b/;

/** Whether the user agent says Terraform or the like. It can be forged: it may lower a severity, never silence. */
export function saysDeployTool(event: TrailEvent): boolean {
  return DEPLOY_TOOL.test(event.userAgent);
}
