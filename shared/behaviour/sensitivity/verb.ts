import { READ_VERB } from '../../cloudtrail/operation.ts';

/** Readers among the verbs that few services use; those that write in others are left to the access levels. */
const RARE_READ_VERB = /^(Admin(Get|List)|Batch(Check|Detect|Read)|Calculate|Count|Detect|Infer|Is(?=[A-Z]))/;

/** Whether an operation reads, by its name alone. */
export function soundsLikeRead(name: string): boolean {
  return READ_VERB.test(name) || RARE_READ_VERB.test(name);
}
