import { nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, list, texts } from '../../cloudtrail/field.ts';

/** AWS's own documents that run what the caller writes. All others of AWS's do one thing: patch, collect, update an agent. */
const RUNNERS = new Set([
  'AWS-RunShellScript',
  'AWS-RunPowerShellScript',
  'AWS-RunRemoteScript',
  'AWS-RunDocument',
  'AWS-RunSaltState',
  'AWS-RunAnsiblePlaybook',
  'AWS-ApplyAnsiblePlaybooks',
  'AWS-ApplyChefRecipes',
  'AWS-ApplyPowerShellMofs',
  'AWS-InstallApplication',
  'AWS-InstallPowerShellModule',
]);

/** The name of the document a call uses, without the ARN that may carry it. */
export function documentOf(event: TrailEvent): string | undefined {
  const named = filled(event.params, 'documentName') ?? filled(event.params, 'name');
  return named === undefined ? undefined : nameOf(named);
}

/** Whether the document runs commands of somebody's choice: one of AWS's runners, or one of the account's own or another's. */
export function runsCommands(document: string): boolean {
  return RUNNERS.has(document) || !/^(aws|amazon|amzn)/i.test(document);
}

/** How many hosts a target by tag or group counts as: the log doesn't say, and it is meant for several. */
const BY_TAG = 3;

/** The hosts that a command or an association is for: ids, or a few stand-ins for each target by tag. */
export function hostsOf(event: TrailEvent): readonly string[] {
  const targets = list(event.params, 'targets').flatMap((target) => {
    const key = filled(target, 'key') ?? 'target';
    const values = texts(target, 'values');
    if (/^InstanceIds$/i.test(key) && !values.includes('*')) return values;
    return Array.from({ length: BY_TAG }, (_, index) => `${key}=${values.join(',')} #${index + 1}`);
  });
  return [...texts(event.params, 'instanceId'), ...texts(event.params, 'instanceIds'), ...targets];
}

/** The hosts for a person: `i-1, i-2 and 3 more`, `tag:Role=web`. */
export function hostsInWords(hosts: readonly string[]): string {
  const names = [...new Set(hosts.map((host) => host.replace(/ #\d$/, '')))];
  return names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', ');
}
