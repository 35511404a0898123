import type { Detection } from '../define.ts';
import wafMissing from './al-waf-missing.ts';
import aclDeleted from './waf-acl-deleted.ts';
import aclSwapped from './waf-acl-swapped.ts';
import allowRuleFirst from './waf-allow-rule-first.ts';
import defaultAllow from './waf-default-allow.ts';
import disassociatedApigw from './waf-disassociated-apigw.ts';
import fmsWeakened from './waf-fms-weakened.ts';
import ipsetOpen from './waf-ipset-open.ts';
import partsDeleted from './waf-parts-deleted.ts';
import rulesEmptied from './waf-rules-emptied.ts';
import rulesToCount from './waf-rules-to-count.ts';
import blockBurst from './wl-block-burst.ts';

/** One line a detection. */
export const waf: readonly Detection[] = [
  wafMissing,
  aclDeleted,
  aclSwapped,
  allowRuleFirst,
  defaultAllow,
  disassociatedApigw,
  fmsWeakened,
  ipsetOpen,
  partsDeleted,
  rulesEmptied,
  rulesToCount,
  blockBurst,
];
