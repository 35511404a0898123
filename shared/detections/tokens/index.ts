import type { Detection } from '../define.ts';
import methodAuthNone from './apigw-method-auth-none.ts';

/** One line a detection. */
export const tokens: readonly Detection[] = [methodAuthNone];
