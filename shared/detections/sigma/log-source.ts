import { isMap, type Keys } from './document.ts';
import type { Place } from './place.ts';

/** The log source of a rule as `product/category/service`, and whether that is CloudTrail. Throws when there is none. */
export function logSourceOf(keys: Keys, place: Place): { readonly name: string; readonly isCloudTrail: boolean } {
  const source = keys['logsource'];
  if (!isMap(source)) throw place.at('logsource').problem('expected product, service or category');
  const [product, category, service] = ['product', 'category', 'service'].map((key) => {
    const value = source[key];
    return typeof value === 'string' && value.trim() !== '' ? value.trim().toLowerCase() : undefined;
  });
  const named = [product, category, service].filter((part) => part !== undefined);
  if (named.length === 0) throw place.at('logsource').problem('expected product, service or category');
  const ofAws = product === 'aws' || (product === undefined && service === 'cloudtrail');
  const isCloudTrail = ofAws && category === undefined && (service === undefined || service === 'cloudtrail');
  return { name: named.join('/'), isCloudTrail };
}
