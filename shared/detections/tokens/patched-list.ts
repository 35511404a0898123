import type { ApiCall } from '../../cloudtrail/apigateway.ts';
import { segments } from '../../cloudtrail/patch.ts';

/** What patch operations do to a list, taken together and in order. */
interface PatchedList {
  readonly added: readonly string[];
  readonly removed: readonly string[];
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
  for (const { op, path: where, value = '' } of patches) {
    const inPath = segments(where).slice(1).join('/');
    // Nothing is named: the whole list goes.
    const gone = op === 'remove' ? inPath || value : op === 'replace' ? inPath : undefined;
    if (gone === '') added.clear();
    else if (gone !== undefined) {
      added.delete(gone);
      removed.add(gone);
    }
    if (op !== 'remove' && value !== '') {
      removed.delete(value);
      added.add(value);
    }
  }
  return { added: [...added], removed: [...removed] };
}
