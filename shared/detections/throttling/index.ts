import type { Detection } from '../define.ts';
import throttleBurst from './al-throttle-burst.ts';
import controlThrottled from './apigw-control-throttled.ts';
import throttleRaised from './apigw-throttle-raised.ts';
import throttleRemoved from './apigw-throttle-removed.ts';
import throttleZeroed from './apigw-throttle-zeroed.ts';
import usagePlanDetached from './apigw-usage-plan-detached.ts';
import usagePlanWeakened from './apigw-usage-plan-weakened.ts';
import concurrencyZero from './lambda-concurrency-zero.ts';
import wafRateLimitWeakened from './waf-rate-limit-weakened.ts';

/** One line a detection. */
export const throttling: readonly Detection[] = [
  throttleBurst,
  controlThrottled,
  throttleRaised,
  throttleRemoved,
  throttleZeroed,
  usagePlanDetached,
  usagePlanWeakened,
  concurrencyZero,
  wafRateLimitWeakened,
];
