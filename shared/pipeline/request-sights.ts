import type { Fields } from '../cloudtrail/field.ts';
import type { RawRecord } from '../cloudtrail/read.ts';
import { FIRST_BIT, FIRST_SPAN } from '../detections/first.ts';
import { Earliest } from './earliest.ts';

/**
 * First sights among requests to APIs. Apart from those of CloudTrail: rules about accounts don't see requests, and must not lose a
 * first sight to one. As there, it may say yes too often, never too seldom.
 */
export class RequestSights {
  readonly #kinds = new Earliest();
  readonly #callers = new Earliest();
  readonly #addresses = new Earliest();

  /** Of a day: of this kind of request, and of this IAM caller or client certificate. */
  of({ requestKind }: RawRecord, { arn, principalId }: Fields, time: number): number {
    const kind = this.#kinds.isFirst(requestKind, time) ? FIRST_BIT.request : 0;
    return this.#callers.isFirst(arn ?? principalId, time) ? kind | FIRST_BIT.caller : kind;
  }

  /** Of FIRST_SPAN: of this API key from this address, and so perhaps from its network. */
  often({ sourceIPAddress }: RawRecord, { accessKeyId }: Fields, time: number): number {
    if (typeof accessKeyId !== 'string' || typeof sourceIPAddress !== 'string') return 0;
    const span = Math.floor(time / FIRST_SPAN);
    return this.#addresses.isFirst(`${span}|${accessKeyId}|${sourceIPAddress}`, time)
      ? FIRST_BIT.ip | FIRST_BIT.network
      : 0;
  }
}
