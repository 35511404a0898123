import type { Detection } from '../define.ts';
import aclDeleted from './waf-acl-deleted.ts';
import aclSwapped from './waf-acl-swapped.ts';
import defaultAllow from './waf-default-allow.ts';
import disassociatedApigw from './waf-disassociated-apigw.ts';
import ipsetOpen from './waf-ipset-open.ts';
import rulesToCount from './waf-rules-to-count.ts';

/** One line a detection. */
export const waf: readonly Detection[] = [
  aclDeleted,
  aclSwapped,
  defaultAllow,
  disassociatedApigw,
  ipsetOpen,
  rulesToCount,
];
