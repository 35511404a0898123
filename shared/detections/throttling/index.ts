import type { Detection } from '../define.ts';
import throttleRaised from './apigw-throttle-raised.ts';
import throttleRemoved from './apigw-throttle-removed.ts';
import throttleZeroed from './apigw-throttle-zeroed.ts';
import usagePlanWeakened from './apigw-usage-plan-weakened.ts';
import concurrencyZero from './lambda-concurrency-zero.ts';

/** One line a detection. */
export const throttling: readonly Detection[] = [
  throttleRaised,
  throttleRemoved,
  throttleZeroed,
  usagePlanWeakened,
  concurrencyZero,
];
