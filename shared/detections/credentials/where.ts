import type { TrailEvent } from '../../cloudtrail/event.ts';

/** Autonomous systems of Amazon; the files of places name the others, too. */
const AMAZON = new Set([7224, 8987, 14618, 16509]);

/** Whether an .mmdb file tells whose network the address is in. Without one a new block may be the old provider's. */
export function isPlaced(event: TrailEvent): boolean {
  return event.place?.asn !== undefined;
}

/** Whether the address is known to be Amazon's: anybody's instance or function there, so not necessarily one's own. */
export function isAmazons({ place }: TrailEvent): boolean {
  return (place?.asn !== undefined && AMAZON.has(place.asn)) || /^amazon\b/i.test(place?.organization ?? '');
}

/** A reason that says whose network it is, and where. */
export function whoseNetwork({ ip, place }: TrailEvent): string {
  if (place?.asn === undefined) return `whose network ${ip} is in is not known: no file of places is configured`;
  const { asn, organization, country } = place;
  return `${ip} is in AS${asn}${organization === undefined ? '' : ` of ${organization}`}${country === undefined ? '' : `, ${country}`}`;
}
