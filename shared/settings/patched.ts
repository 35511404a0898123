import type { ApiCall } from '../cloudtrail/apigateway.ts';
import { type Patch, removes, segments, sets } from '../cloudtrail/patch.ts';
import { type Setting, settingName, settingValue, type Thing } from './setting.ts';

/**
 * What v1 patch operations say about settings. Removing what holds a setting removes the setting: `/throttle` takes
 * `/throttle/rateLimit` with it. Copies and moves (a canary's promotion) name no value, so the response has to tell.
 */
export function patchedSettings(call: ApiCall, thing: Thing, of: string, service: string): Setting[] {
  return thing.members.flatMap((member) =>
    call.patches.flatMap((patch) => {
      const where = reach(member.split('/'), segments(patch.path), removes(patch));
      const value = newValue(patch);
      if (where === undefined || value === undefined) return [];
      const suffix = member.includes('*') ? where.map((part) => `|${part}`).join('') : '';
      return [{ name: settingName(service, thing, member), of: `${of}${suffix}`, value }];
    }),
  );
}

function newValue(patch: Patch): string | undefined {
  if (sets(patch)) return settingValue(patch.value ?? '');
  return patch.op === 'remove' || patch.op === 'replace' || patch.op === 'add' ? '' : undefined;
}

/**
 * The full path of the member that a patch touches, or undefined. The path may go one deeper (`/types/EDGE` names the list's
 * element) or, when it removes, end above the member. Fixed parts take the member's spelling: API Gateway ignores their case.
 */
function reach(member: readonly string[], path: readonly string[], removed: boolean): string[] | undefined {
  const open = member.at(-1) === '**';
  const want = open ? member.slice(0, -1) : member;
  const above = path.length < want.length;
  if (path.length === 0 || (above && !removed) || (!open && path.length > want.length + 1)) return undefined;
  const fits = path.every((part, index) => {
    const wanted = want[index];
    return wanted === undefined || wanted === '*' || wanted.toLowerCase() === part.toLowerCase();
  });
  if (!fits || (above && !isWhole(want, path))) return undefined;
  const named = want.map((part, index) => (part === '*' ? (path[index] ?? part) : part));
  return open ? [...named, ...path.slice(want.length)] : named;
}

/** Whether a shorter path surely holds the member: `/{resource}/{verb}` does, `/variables/x` only looks like it. */
function isWhole(want: readonly string[], path: readonly string[]): boolean {
  if (want.slice(path.length).includes('*')) return false;
  return want[path.length - 1] !== '*' || isVerb(path.at(-1));
}

/** Whether a part of a path is an HTTP verb as method settings write it, `*` included. */
export function isVerb(part: string | undefined): boolean {
  return part !== undefined && /^(\*|ANY|GET|HEAD|PUT|POST|PATCH|DELETE|OPTIONS)$/.test(part);
}
