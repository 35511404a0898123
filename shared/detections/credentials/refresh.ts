import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';

const DEPLOY_TOOL = /\b(?:HashiCorp|Terraform|OpenTofu|Pulumi)\b/i;

/**
 * Whether a read looks like a deploy tool comparing what it manages: it says so, and asks for exactly one thing by the
 * version or name it keeps in its own state. The user agent can be forged, so such reads are counted in another way
 * (see `stackOf`), never left out.
 */
export function isRefresh(event: TrailEvent): boolean {
  if (!DEPLOY_TOOL.test(event.userAgent)) return false;
  if (event.name === 'GetSecretValue') return filled(event.params, 'versionId') !== undefined;
  return event.name === 'GetParameter';
}

/**
 * The first two parts of the name of a secret or parameter: `/shop/prod/db-password` -> `shop/prod`. What one stack manages
 * shares them, so a refresh of any size counts as one; reading a whole account under a deploy tool's name counts as many.
 */
export function stackOf(nameOrArn: string): string {
  const name = nameOrArn.replace(/^arn:[^:]*:[^:]*:[^:]*:[^:]*:(?:secret:|parameter)/, '');
  return name
    .split(/[/._-]+/)
    .filter((part) => part !== '')
    .slice(0, 2)
    .join('/');
}
