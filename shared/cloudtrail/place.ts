/** Where an IP address is, as an .mmdb file that the user supplies tells it. */
export interface Place {
  /** Number of the autonomous system that announces it. */
  readonly asn?: number | undefined;
  readonly organization?: string | undefined;
  /** ISO 3166 code. */
  readonly country?: string | undefined;
}
export type Places = (ip: string) => Place | undefined;

/** Without a file nothing is known of any address. */
export const NOWHERE: Places = () => undefined;
