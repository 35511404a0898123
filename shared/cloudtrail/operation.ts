import { text } from './field.ts';
import type { RawRecord } from './read.ts';

/** Operations that only read, by name: CloudTrail's `readOnly` is not always there. */
export const READ_VERB =
  /^(Get|List|Describe|Head|Lookup|Search|BatchGet|BatchDescribe|Query|Scan|Select|View|Check|Simulate|Test|Validate)/;

/** A service's operation, as detections name it. */
export interface Operation {
  readonly service: string;
  readonly name: string;
}

/** The operation of a record. */
export function operationIn(raw: RawRecord): Operation {
  return { service: serviceOf(text(raw.eventSource) ?? ''), name: operationName(text(raw.eventName) ?? '') };
}

/** `apigateway` for `apigateway.amazonaws.com` and for `apigateway.amazonaws.com.cn`. */
export function serviceOf(source: string): string {
  const end = source.indexOf('.amazonaws.com');
  return end === -1 ? source : source.slice(0, end);
}

/** Lambda and CloudFront write the API's date into the name: `UpdateFunctionCode20150331v2`, `CreateDistribution2020_05_31`. */
export function operationName(eventName: string): string {
  return eventName.replace(/20\d{2}_?\d{2}_?\d{2}(v\d)?$/, '');
}
