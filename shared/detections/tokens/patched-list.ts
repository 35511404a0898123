import type { ApiCall } from '../../cloudtrail/apigateway.ts';
import { segments } from '../../cloudtrail/patch.ts';

/** What patch operations do to a list, taken together and in order. */
interface PatchedList {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** What was in the list before is gone, whatever it was. */
  readonly cleared: boolean;
}

/**
 * The element stands in the value (`/providerARNs`, as Terraform writes it) or in the path (`/authorizationScopes/read`).
 * undefined when no operation touches the list.
 */
export function patchedList(call: ApiCall, path: string): PatchedList | undefined {
  const patches = call.patched(`${path}/**`).filter(({ op }) => op !== 'test');
  if (patches.length === 0) return undefined;
  const added = new Set<string>();
  const removed = new Set<string>();
  let cleared = false;
  for (const { op, path: where, value = '' } of patches) {
    const inPath = segments(where).slice(1).join('/');
    const element = inPath === '' || op !== 'remove' ? value : inPath;
    if (op === 'remove' && element !== '') {
      added.delete(element);
      removed.add(element);
    } else if (op === 'remove' || (op === 'replace' && inPath === '')) {
      added.clear();
      cleared = true;
    } else if (inPath !== '' && op === 'replace') {
      added.delete(inPath);
      removed.add(inPath);
    }
    if (op !== 'remove' && element !== '') {
      removed.delete(element);
      added.add(element);
    }
  }
  return { added: [...added], removed: [...removed], cleared };
}
